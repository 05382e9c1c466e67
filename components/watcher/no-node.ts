// In place of the modules of Node that QuickJS lacks. What calls them is not the watcher's matter, but comes with the clients.

export function createHash(): never {
  throw new Error("the watcher makes no fingerprints");
}

export function isDeepStrictEqual(): never {
  throw new Error("the watcher compares no definitions");
}
