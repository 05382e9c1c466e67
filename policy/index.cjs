// TypeScript by tsx, as Pulumi.yaml does it for the program: its compiler would cost each preview seconds.
require("tsx/cjs");
require("./pack.ts");
