// Pulumi's SDK, when it is loaded, loads much that nothing here asks for: the TypeScript compiler and the readers of npm's packages,
// with which it would serialize the code of dynamic resources (ours are bundled, docs/adr/0008), its API for programs that run
// the CLI, the exporters of traces, and what translates the lines of stack traces (ours are right: sucrase and the bundles leave
// them where they were). That is three quarters of its load time, in the program and again in the host of the providers. Each
// of them is loaded at its first use. Two things that it does for those who look for faults in it wait until they do.
const Module = require("node:module");
const process = require("node:process");

const LAZY =
  /^(@npmcli\/arborist|normalize-package-data|fdir|source-map-support\/register|\.\/automation|@opentelemetry\/(?!api$).+|.*\/typescript-shim)$/;
const load = Module._load;

Module._load = function (request, parent, ...rest) {
  const pulumi = /[\\/]@pulumi[\\/]pulumi[\\/](.*)$/.exec(parent?.filename ?? "")?.[1].replaceAll("\\", "/");
  if (pulumi === undefined) return load.call(this, request, parent, ...rest);
  if (LAZY.test(request)) return lazily(() => load.call(this, request, parent, ...rest));
  // The program would begin with a session of the debugger, which slows down all that follows; who reads a closure opens it.
  if (pulumi === "cmd/run/index.js" && request.endsWith("/v8Hooks")) {
    return { isInitializedAsync: () => Promise.resolve() };
  }
  const loaded = load.call(this, request, parent, ...rest);
  if (/\/debuggable$/.test(request)) withoutTraces(loaded);
  return loaded;
};

function lazily(get) {
  let loaded;
  const read = (name) => {
    loaded ??= get();
    return name === "default" && !loaded.__esModule ? loaded : loaded[name];
  };
  // Asked by `__importStar`, which would read every export of a module that is none.
  return new Proxy({ __esModule: true }, { get: (target, name) => target[name] ?? read(name) });
}

const changed = new WeakSet();

/** Each promise has the stack trace of its making, which is shown only to those who ask for it: a seventh of the program's time. */
function withoutTraces(debuggable) {
  if (changed.has(debuggable) || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  changed.add(debuggable);
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (...args) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
