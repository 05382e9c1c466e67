// Names inside statements and commands. What the rules let through needs none of it; a program that uses the components has no
// rules.

/** A name as an identifier of MySQL (https://dev.mysql.com/doc/refman/9.7/en/identifiers.html). */
export function sqlIdentifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A table's name, `database.table`, as MySQL reads it: `` `database`.`table` ``. */
export function sqlTable(name: string): string {
  return name.split(".").map(sqlIdentifier).join(".");
}

/** A text as a literal of MySQL, with whichever `sql_mode`. */
export function sqlText(text: string): string {
  // NO_BACKSLASH_ESCAPES takes a backslash for itself, the default mode does not: no quoting suits both.
  return text.includes("\\")
    ? `CONVERT(FROM_BASE64('${Buffer.from(text, "utf8").toString("base64")}') USING utf8mb4)`
    : `'${text.replaceAll("'", "''")}'`;
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
