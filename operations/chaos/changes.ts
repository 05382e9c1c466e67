import type { Random } from "./random";

/** Rows of its own that a shard's load has written and not deleted. */
export interface OwnRows {
  /** Begins the `sku` of each of them, which no other row has. */
  readonly prefix: string;
  written: number;
  readonly there: number[];
}

/** Begins the `sku` of every row that is written here. */
export const ROWS = "chaos-";

/** Rows to begin with, so that updates and deletes have something to change. */
const AT_LEAST = 50;
/** Rows of which as many are deleted as inserted from then on: they are compared after each fault. */
const AT_MOST = 500;

/** Long enough for more than one page of MySQL, and for more than ASCII. */
const NAMES = ["무선 이어폰", "Wireless Keyboard", "따뜻한 김치 🌶", "x".repeat(200), "", 'it\'s \\ "quoted"'];

/**
 * The next statements of a load: of 10 changes about 5 inserts, 3 updates, 2 deletes, each a transaction of its own. Notes in
 * `rows` what is there when all of them have been carried out.
 */
export function nextChanges(random: Random, rows: OwnRows, count: number): string[] {
  return Array.from({ length: count }, () => nextChange(random, rows));
}

function nextChange(random: Random, rows: OwnRows): string {
  const dice = diceFor(random, rows.there.length);
  const values = { name: literal(random.pick(NAMES)), price: random.between(0, 9_999_999) / 100 };
  if (dice < 5) {
    rows.written += 1;
    rows.there.push(rows.written);
    return (
      "INSERT INTO products.products (sku, name, price, updated_at) VALUES " +
      `('${rows.prefix}-${rows.written}', ${values.name}, ${values.price}, NOW(6));`
    );
  }
  const place = random.between(0, rows.there.length - 1);
  const sku = `${rows.prefix}-${rows.there[place]}`;
  if (dice < 8) {
    return (
      `UPDATE products.products SET name = ${values.name}, price = ${values.price}, ` +
      `updated_at = NOW(6) WHERE sku = '${sku}';`
    );
  }
  // The order does not matter: the last takes the place of the one that goes.
  const last = rows.there.pop();
  if (last !== undefined && place < rows.there.length) rows.there[place] = last;
  return `DELETE FROM products.products WHERE sku = '${sku}';`;
}

/** 0 to 4 insert, 5 to 7 update, 8 and 9 delete. */
function diceFor(random: Random, rows: number): number {
  if (rows < AT_LEAST) return 0;
  return rows > AT_MOST ? 9 : random.between(0, 9);
}

function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
