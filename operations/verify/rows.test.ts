import { describe, expect, it, vi } from "vitest";
import { fakeCommand } from "../../components/testing/fake-command";
import { keyLiteral, parseRow, readRanges, rowsAfter, rowsOf } from "./rows";
import { shapeOf } from "./table-shape";

const shape = shapeOf("shop.items", [
  { name: "id", type: "bigint", key: 1 },
  { name: "na`me", type: "varchar(20)" },
  { name: "cube", type: "hypercube" },
]);
const SELECT =
  "SELECT JSON_ARRAY(CAST(CAST(`id` AS SIGNED) AS CHAR), CAST(CAST(`id` AS SIGNED) AS CHAR), CONVERT(`na``me` USING utf8mb4)) FROM `shop`.`items`";

describe("shapeOf", () => {
  it("leaves out a column of an unknown type", () => {
    expect(shape.leftOut).toEqual(["cube"]);
  });

  it("refuses a table that is not there, or whose key does not name documents", () => {
    expect(() => shapeOf("a.b", [])).toThrow(new Error("there is no table a.b"));
    const two = [
      { name: "a", type: "int", key: 1 },
      { name: "b", type: "int", key: 2 },
    ];
    expect(() => shapeOf("a.b", two)).toThrow(
      new Error("the primary key (a int, b int) of a.b does not name documents"),
    );
  });
});

describe("rowsAfter", () => {
  it("reads from the beginning, or goes on behind a key", () => {
    expect(rowsAfter(shape, undefined, 5)).toBe(`${SELECT} ORDER BY \`id\` LIMIT 5;`);
    expect(rowsAfter(shape, "-7", 5)).toBe(`${SELECT} WHERE \`id\` > -7 ORDER BY \`id\` LIMIT 5;`);
  });
});

describe("readRanges", () => {
  const script = (last: string) => [
    "cat > stdin",
    `if grep -q 'WHERE .id. > 2 ' stdin; then echo '["3", "3", "c"]'; ${last}; exit; fi`,
    `echo '["1", "1", "a"]'; echo '["2", "2", "b"]'; printf '["3", "3'`,
  ];
  const read = async (last: string) => {
    vi.stubEnv("PATH", fakeCommand("docker", script(last)).path);
    const ranges: unknown[] = [];
    for await (const range of readRanges("mysql-1", shape)) ranges.push([...range]);
    return ranges;
  };

  it("goes on behind the last row of an answer that was cut off", async () => {
    const rows = ["a", "b", "c"].map((name, place) => [String(place + 1), [String(place + 1), name]]);
    expect(await read("echo '-- that was all --'")).toEqual([rows]);
  });

  it("gives up when every answer is cut off", async () => {
    await expect(read("exit")).rejects.toThrow(new Error("the answer of MySQL in mysql-1 was cut off"));
  });
});

describe("rowsOf", () => {
  it("asks for the keys, and not for an id that can be none", () => {
    expect(rowsOf(shape, ["1", "1) OR (1=1", "20"])).toBe(`${SELECT} WHERE \`id\` IN (1,20);`);
    expect(rowsOf(shape, ["x"])).toBeUndefined();
  });
});

describe("keyLiteral", () => {
  it.each([
    ["varchar(20)", "it's 하나", "_utf8mb4 X'6974277320ed9598eb8298'"],
    ["binary(3)", "AAH/", "X'0001ff'"],
    ["date", "2026-02-03Z", "_utf8mb4 X'323032362d30322d3033'"],
    ["bigint unsigned", "18446744073709551615", "18446744073709551615"],
    ["decimal(5,2)", "1.50", "1.50"],
  ])("writes a key of type %s, %s", (type, value, sql) => {
    expect(keyLiteral(shapeOf("a.b", [{ name: "id", type, key: 1 }]), value)).toBe(sql);
  });
});

describe("parseRow", () => {
  it("gives the id and every compared column", () => {
    expect(parseRow(shape, '["7", "7", null]')).toEqual({ id: "7", cells: ["7", null] });
  });
});
