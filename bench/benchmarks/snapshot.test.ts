import { describe, expect, it } from "vitest";
import { ratesOf } from "./snapshot";

const look = (at: number, documents: number) => ({ at, documents });

describe("the rate of a snapshot", () => {
  it("is that of all rows from the start; the first may be there long before", () => {
    const growth = [look(1000, 0), look(3000, 500), look(5000, 2500), look(11_000, 10_500)];
    expect(ratesOf(growth, 1000)).toEqual({ rowsPerSecond: 1050, firstSeconds: 2, seconds: 10 });
  });

  it("does not exist without documents", () => {
    expect(() => ratesOf([look(1, 0)], 0)).toThrow(new Error("there are no documents"));
  });
});
