/** A line of the table of results; memory compares a million events with a hundred thousand. */
export type Line =
  | { readonly name: string; readonly skipped: string }
  | {
      readonly name: string;
      readonly ours: string;
      readonly baseline: string;
      readonly ratio: string;
      readonly target: string;
      readonly met: boolean;
    };

export function printTable(lines: readonly Line[]): void {
  const rows = lines.map((line) =>
    'skipped' in line
      ? [line.name, `skipped: ${line.skipped}`]
      : [line.name, line.ours, line.baseline, line.ratio, line.target, line.met ? 'yes' : 'NO'],
  );
  const table = [['benchmark', 'ours', 'baseline', 'ratio', 'target', 'met'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...table.filter((row) => row.length > 2).map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
