import { poll, retry } from "../components/rest";

/**
 * Makes an attempt again and again until it succeeds: whatever it throws is taken for "not yet".
 * @param deadline - as `Date.now()` tells it. @throws after it, with what the last attempt threw.
 */
export async function eventually<T>(what: string, deadline: number, attempt: () => Promise<T>): Promise<T> {
  const { result } = await poll({
    what,
    deadline,
    attempt: async () => {
      try {
        return { result: await attempt() };
      } catch (error) {
        throw retry((error as Error).message);
      }
    },
  });
  return result;
}
