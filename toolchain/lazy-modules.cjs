// Pulumi's SDK, when it is loaded, loads much that nothing here asks for: the TypeScript compiler and the reader of npm's package
// tree, with which it would serialize the code of dynamic resources (ours are bundled, docs/adr/0008), its API for programs
// that run the CLI, and the exporters of traces. That is three quarters of its load time, in the program and again in the
// host of the providers. Each of them is loaded at its first use.
const Module = require("node:module");

const LAZY = /^(@npmcli\/arborist|\.\/automation|@opentelemetry\/(?!api$).+|.*\/typescript-shim)$/;
const load = Module._load;

Module._load = function (request, parent, ...rest) {
  if (!LAZY.test(request) || !/[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "")) {
    return load.call(this, request, parent, ...rest);
  }
  let loaded;
  const get = (_, name) => (loaded ??= load.call(this, request, parent, ...rest))[name];
  // Asked by `__importStar`, which would read every export of a module that is none.
  return new Proxy({ __esModule: true }, { get: (target, name) => target[name] ?? get(target, name) });
};
