// Pure questions that must be answered before any dependency is there.

/** Whether the running Node is at least the one that package.json's `engines` asks for (a `>=x.y.z` range). */
export function nodeFits(running, range) {
  const have = running.split(".").map(Number);
  const need = range.replace(">=", "").split(".").map(Number);
  const differs = need.findIndex((part, position) => have[position] !== part);
  return differs === -1 || have[differs] > need[differs];
}

/**
 * Whether node_modules holds what the lock file asks for. npm writes node_modules/.package-lock.json last, so an
 * interrupted install has none; packages for other platforms are optional and may be absent.
 */
export function dependenciesFit(lock, installed) {
  if (lock?.packages === undefined || installed?.packages === undefined) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed.packages[path];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}
