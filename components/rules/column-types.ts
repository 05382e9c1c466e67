import type { Property } from "../search/definition";

// What each type of MySQL becomes on its way to the index (docs/indexes.md), and which field types can hold that.

const TEXTS = ["keyword", "text", "match_only_text", "wildcard", "search_as_you_type"];
const APPROXIMATE = ["float", "double", "scaled_float"];
/** The longest term that Lucene takes, in bytes; a longer value of a keyword field fails. */
const LONGEST_TERM = 32_766;

const WHOLE: Record<string, [number, number]> = {
  byte: [-128, 127],
  short: [-32_768, 32_767],
  integer: [-2_147_483_648, 2_147_483_647],
  long: [-(2 ** 63), 2 ** 63],
  unsigned_long: [0, 2 ** 64],
};

const RANGES: Record<string, [number, number]> = {
  tinyint: [-128, 127],
  "tinyint unsigned": [0, 255],
  smallint: [-32_768, 32_767],
  "smallint unsigned": [0, 65_535],
  mediumint: [-8_388_608, 8_388_607],
  "mediumint unsigned": [0, 16_777_215],
  int: [-2_147_483_648, 2_147_483_647],
  "int unsigned": [0, 4_294_967_295],
  bigint: [-(2 ** 63), 2 ** 63],
  "bigint unsigned": [0, 2 ** 64],
  year: [0, 2155],
};

/** A MySQL type in its parts: `decimal(12,2) unsigned`. */
interface ColumnType {
  name: string;
  sizes: number[];
  unsigned: boolean;
}

function parseType(type: string): ColumnType {
  const sizes = /^\w+\(([\d, ]+)\)/.exec(type)?.[1]?.split(",").map(Number) ?? [];
  return { name: /^\w*/.exec(type)?.[0] ?? "", sizes, unsigned: / unsigned\b/.test(type) };
}

/**
 * The field types that hold every value of a column, for a message; undefined when nothing is known of its type. The first
 * are the ones to recommend.
 */
export function holdingTypes(columnType: string): string[] | undefined {
  const { name, sizes, unsigned } = parseType(columnType);
  const number = unsigned ? `${name} unsigned` : name;
  const range = Object.hasOwn(RANGES, number) ? RANGES[number] : undefined;
  if (range) {
    const whole = Object.keys(WHOLE).filter((type) => holds(WHOLE[type], range));
    // It is what counts up ids, which do not come to 2^63; an index waits at one that does.
    const usual = number === "bigint unsigned" ? ["long"] : [];
    return [...whole, ...usual, ...APPROXIMATE, ...TEXTS];
  }
  switch (name) {
    case "decimal":
      return sizes[1] === 0 || sizes.length === 1
        ? ["scaled_float", "double", "long", "unsigned_long", "float", ...TEXTS]
        : ["scaled_float", "double", "float", ...TEXTS];
    case "float":
      return [...APPROXIMATE, ...TEXTS];
    case "double":
      return ["double", ...TEXTS];
    case "date":
    case "datetime":
      return ["date", ...TEXTS];
    case "timestamp":
      return ["date", "date_nanos", ...TEXTS];
    case "time":
    case "char":
    case "varchar":
    case "tinytext":
    case "text":
    case "mediumtext":
    case "longtext":
    case "enum":
    case "set":
    case "json":
      return TEXTS;
    case "bit":
      return sizes[0] === undefined || sizes[0] === 1 ? ["boolean", "keyword"] : ["binary", "keyword"];
    case "binary":
    case "varbinary":
    case "tinyblob":
    case "blob":
    case "mediumblob":
    case "longblob":
      return ["binary", "keyword"];
    case "geometry":
    case "point":
    case "linestring":
    case "polygon":
    case "multipoint":
    case "multilinestring":
    case "multipolygon":
    case "geomcollection":
      return [];
    default:
      return undefined;
  }
}

function holds(type: [number, number] | undefined, [low, high]: [number, number]): boolean {
  return type !== undefined && type[0] <= low && high <= type[1];
}

/** What is wrong with mapping a column to a field, with the remedy; undefined when every value fits. */
export function misfit(columnType: string, field: Property): { rule: string; remedy: string } | undefined {
  const types = holdingTypes(columnType);
  if (types === undefined || field["ignore_malformed"] === true) return undefined;
  // A field that is stored but not looked into takes anything.
  if (field.type === "object" && field["enabled"] === false) return undefined;
  const type = field.type ?? "object";
  if (!types.includes(type)) {
    const remedy =
      types.length > 0
        ? `Use ${types.slice(0, -1).join(", ")} or ${types.at(-1) ?? ""}`
        : 'Use {"type": "object", "enabled": false}, or leave the column out';
    return { rule: `is ${type}, which cannot hold ${columnType}`, remedy };
  }
  if (type === "date" && columnType === "date" && field["format"] === undefined) {
    return {
      rule: "is date without a format that reads the days as they arrive, 2026-02-03Z",
      remedy: `Add "format": "uuuu-MM-dd'Z'||strict_date_optional_time"`,
    };
  }
  if (type === "keyword" && longest(columnType) > LONGEST_TERM && !isCut(field)) {
    return {
      rule: `is keyword, which fails at values of ${columnType} beyond ${LONGEST_TERM} bytes`,
      remedy: 'Add "ignore_above": 8191, or use text or wildcard',
    };
  }
  return undefined;
}

// A character has up to 4 bytes.
function isCut(field: Property): boolean {
  return typeof field["ignore_above"] === "number" && field["ignore_above"] * 4 <= LONGEST_TERM;
}

/** Bytes of the longest value of a column, as a text. */
function longest(columnType: string): number {
  const { name, sizes } = parseType(columnType);
  if (/^(text|mediumtext|longtext|json|blob|mediumblob|longblob)$/.test(name)) return Infinity;
  if (name === "varchar") return (sizes[0] ?? 0) * 4;
  if (name === "varbinary") return ((sizes[0] ?? 0) * 4) / 3;
  return 0;
}
