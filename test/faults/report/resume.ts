import { existsSync, readFileSync } from "node:fs";
import type { CellResult } from "../cells/result";
import { type FaultReport, holds } from "./report";

/** Cells of earlier sweeps over the same scripts that hold. */
export function resumed(files: readonly string[], digest: string): CellResult[] {
  const found = files
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      const before = JSON.parse(readFileSync(file, "utf8")) as FaultReport;
      return before.digest === digest ? before.cells.filter(holds) : [];
    });
  return [...new Map(found.map((cell) => [cell.id, cell])).values()];
}
