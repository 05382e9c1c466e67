import type { Reporter } from "../lib/reporter";
import { setUp } from "../steps";

/** `npm run setup`: everything that `npm start` needs, without starting anything but the Docker engine. */
export async function setup(reporter: Reporter): Promise<number> {
  await setUp(reporter);
  return 0;
}
