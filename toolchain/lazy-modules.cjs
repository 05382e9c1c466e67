// Pulumi's SDK, when it is loaded, loads the TypeScript compiler and the reader of npm's package tree, with which it would
// serialize the code of dynamic resources: two thirds of its load time, in the program and again in the host of the
// providers. Ours are bundled (docs/adr/0008) and need neither, so each is loaded at its first use.
const Module = require("node:module");

const LAZY = /^@npmcli\/arborist$|\/typescript-shim$/;
const load = Module._load;

Module._load = function (request, ...rest) {
  if (!LAZY.test(request)) return load.call(this, request, ...rest);
  let loaded;
  const get = (_, name) => (loaded ??= load.call(this, request, ...rest))[name];
  // Asked by `__importStar`, which would read every export of a module that is none.
  return new Proxy({ __esModule: true }, { get: (target, name) => target[name] ?? get(target, name) });
};
