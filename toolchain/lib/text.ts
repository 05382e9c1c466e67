/** Seconds as a person reads them: `3.2 s`, `4 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** Cuts a line to the given width and takes control characters out, so that it stays one line on a terminal. */
export function oneLine(text: string, width: number): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must go
  const plain = text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").replace(/[\u0000-\u001f\u007f]/g, " ");
  return plain.length <= width ? plain : `${plain.slice(0, Math.max(0, width - 1))}…`;
}

/** A table with columns padded to their widest cell; numbers align right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => String(line[column]).length)));
  const cell = (value: string | number, column: number): string =>
    typeof value === "number"
      ? String(value).padStart(widths[column] ?? 0)
      : value.padEnd(widths[column] ?? 0);
  return lines.map((line) => line.map(cell).join("  ").trimEnd()).join("\n");
}
