import { describe, expect, it } from "vitest";
import { insertRows, rowValues } from "./database";

describe("a row that is written", () => {
  it("has Korean and English words, and NULLs now and then", () => {
    expect(rowValues("a-8", 8)).toEqual([
      ...["a-8", "무선 Keyboard 8", "서울에서 당일 배송됩니다.", 0.08, 8, "2022-09-18"],
    ]);
    expect(rowValues("a-7", 7)).toEqual(["a-7", "가벼운 등산화 7", null, 0.07, 7, null]);
  });
});

describe("the rows of a snapshot", () => {
  it("are numbered by the server itself", () => {
    const lines = insertRows("snapshots.products", 101, 300).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "SET SESSION cte_max_recursion_depth = 200;",
      "INSERT INTO snapshots.products (sku, name, description, price, stock, released_on, updated_at)",
      "WITH RECURSIVE numbers (n) AS (SELECT 101 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300)",
    ]);
    expect(lines[3]).toContain(
      "ELT(1 + MOD(n, 4), '서울에서 당일 배송됩니다.', '주문 후 이틀 안에 도착합니다.', 'Ships within two days.', NULL)",
    );
  });
});
