import type { PacedRow, ProviderRow } from "../provider/run-provider";
import type { Bar, Figure, Pace, WindowFigure } from "./figures";

const TITLES: Readonly<Record<ProviderRow, string>> = {
  create: "create",
  noop: "no-op",
  refresh: "no-op with refresh",
  change: "one change a host",
  delete: "delete",
};

/** The figures as a table for people: a line for each row, three columns for each `--parallel`. */
export function tableOf(figures: readonly Figure[], pace: Pace): string {
  const passes = [...new Set(figures.map(({ parallel }) => parallel))];
  const head = [
    "seconds",
    "floor",
    ...passes.flatMap((count) => [`share @${count}`, "× floor", "whole run"]),
    "Pulumi's pace",
  ];
  const names = [...new Set(figures.map(({ row }) => row))];
  const body = names.map((row) => {
    const own = figures.filter((figure) => figure.row === row);
    const cells = own.flatMap(({ share, timesFloor, whole }) => [
      share.toFixed(2),
      timesFloor.toFixed(2),
      whole.toFixed(2),
    ]);
    const ownPace = row in pace ? pace[row as PacedRow].toFixed(2) : "";
    return [TITLES[row], own[0]?.floor.toFixed(2) ?? "", ...cells, ownPace];
  });
  return aligned([head, ...body]);
}

/** What the default health window costs, one line for each `--parallel`. */
export function windowTable(figures: readonly WindowFigure[]): string {
  const head = ["default health window, create", "seconds more", "allowed"];
  const body = figures.map(({ parallel, extra, allowed }) => [
    `@${parallel}`,
    extra.toFixed(2),
    allowed.toFixed(2),
  ]);
  return aligned([head, ...body]);
}

/** The bars, those that are missed in capitals. */
export function barLines(bars: readonly Bar[]): string {
  return aligned(
    bars.map(({ name, value, limit, met }) => [
      name,
      value.toFixed(2),
      `at most ${limit}`,
      met ? "met" : "MISSED",
    ]),
  );
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}
