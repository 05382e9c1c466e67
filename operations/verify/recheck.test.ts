import { describe, expect, it } from "vitest";
import { differingIds } from "./compare";
import { recheck, type Sources } from "./recheck";
import type { Cells, Range } from "./rows";
import { shapeOf } from "./table-shape";

const shape = shapeOf("a.b", [
  { name: "id", type: "int", key: 1 },
  { name: "name", type: "varchar(9)" },
]);
const range = (rows: Record<string, string>): Range =>
  new Map(Object.entries(rows).map(([id, name]): [string, Cells] => [id, [id, name]]));

/** Sources that give one answer after the other, the last one again and again. */
function scripted(rows: Range[], documents: Range[], obstacles: (string | undefined)[] = []): Sources {
  const next = <T>(list: T[]) => Promise.resolve((list.length > 1 ? list.shift() : list[0]) as T);
  return {
    readRows: () => next(rows),
    readDocuments: () => next(documents),
    awaitArrival: () => next(obstacles),
  };
}

const later = () => Date.now() + 60_000;

describe("differingIds", () => {
  it("gives the rows whose document is not there or is another", () => {
    const rows = range({ 1: "a", 2: "b", 3: "c" });
    expect(differingIds(rows, range({ 3: "c", 2: "x" }))).toEqual(["1", "2"]);
  });

  it("gives none of a range that is equal, in whatever order the documents came", () => {
    expect(
      differingIds(range({ 1: "a", 2: "b" }), new Map([...range({ 1: "a", 2: "b" })].reverse())),
    ).toEqual([]);
  });
});

describe("recheck", () => {
  it("tells missing, stale and surplus documents apart when everything has arrived", async () => {
    const sources = scripted([range({ 1: "a", 2: "b" })], [range({ 2: "old", 3: "c" })]);
    expect(await recheck(shape, ["1", "2", "3"], sources, later(), 1)).toEqual({
      differences: [
        { id: "1", kind: "missing" },
        { id: "2", kind: "stale", columns: ["name"] },
        { id: "3", kind: "surplus" },
      ],
      obstacle: undefined,
    });
  });

  it("takes a document for right that came late", async () => {
    const sources = scripted([range({ 1: "b" })], [range({ 1: "b" })]);
    expect((await recheck(shape, ["1"], sources, later(), 1)).differences).toEqual([]);
  });

  it("does not wait for the rest of the log when the document has come", async () => {
    const sources: Sources = {
      ...scripted([range({ 1: "b" })], [range({ 1: "a" }), range({ 1: "b" })]),
      awaitArrival: ({ over }) =>
        new Promise((resolve) => {
          over.addEventListener("abort", () => {
            resolve(undefined);
          });
        }),
    };
    expect(await recheck(shape, ["1"], sources, later(), 1)).toEqual({
      differences: [],
      obstacle: undefined,
    });
  });

  it("fails when the documents cannot be read, and ends its wait", async () => {
    const waits: AbortSignal[] = [];
    const sources: Sources = {
      ...scripted([range({ 1: "b" })], []),
      readDocuments: () => Promise.reject(new Error("no search engine")),
      awaitArrival: ({ over }) => {
        waits.push(over);
        return new Promise(() => undefined);
      },
    };
    await expect(recheck(shape, ["1"], sources, later(), 1)).rejects.toThrow("no search engine");
    expect(waits.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("takes any version of a row that changes all the time for right", async () => {
    const rows = [range({ 1: "b" }), range({ 1: "c" }), range({ 1: "d" })];
    const sources = scripted(rows, [range({ 1: "a" }), range({ 1: "c" })]);
    expect((await recheck(shape, ["1"], sources, later(), 1)).differences).toEqual([]);
  });

  it("takes a document for right whose row was deleted or inserted again meanwhile", async () => {
    const sources = scripted(
      [range({ 1: "b" }), range({}), range({ 1: "c" })],
      [range({ 1: "a" }), range({})],
    );
    expect((await recheck(shape, ["1"], sources, later(), 1)).differences).toEqual([]);
  });

  it("does not take a document that went back to an older version than any seen", async () => {
    const rows = [range({ 1: "b" }), range({ 1: "c" }), range({ 1: "c" })];
    const sources = scripted(rows, [range({ 1: "a" })]);
    expect((await recheck(shape, ["1"], sources, later(), 1)).differences).toEqual([
      { id: "1", kind: "stale", columns: ["name"] },
    ]);
  });

  it("ends with what differs when something is in the way, and says what", async () => {
    const rows = [range({ 1: "b" }), range({ 1: "c" })];
    const sources = scripted(rows, [range({ 1: "a" })], ["the poller is paused"]);
    expect(await recheck(shape, ["1"], sources, later(), 1)).toEqual({
      differences: [{ id: "1", kind: "stale", columns: ["name"] }],
      obstacle: "the poller is paused",
    });
  });

  it("ends at the deadline with a row that changes all the time and whose document never was right", async () => {
    let version = 0;
    const sources: Sources = {
      ...scripted([], [range({ 1: "a" })]),
      awaitArrival: () => Promise.resolve(undefined),
      readRows: () => Promise.resolve(range({ 1: `b${version++}` })),
    };
    const { differences } = await recheck(shape, ["1"], sources, Date.now() + 5, 1);
    expect(differences).toEqual([{ id: "1", kind: "stale", columns: ["name"] }]);
  });
});
