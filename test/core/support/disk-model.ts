import { sha256Hex } from "../../../provider/core/digest";
import type { HostPlan } from "../../../provider/core/plan/fleet-plan";
import { directiveList } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile, renderUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import { removeFromList } from "../../../provider/core/unit-file/remove-from-list";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";

/** One unit's operation as a host is given it: the text to be, none to remove it; the text that the state recorded. */
export interface DiskOperation {
  readonly unit: string;
  readonly text?: string;
  readonly recorded?: string;
}

/** Which of the host script's rules the model leaves out, to show that a property would notice. */
export interface Without {
  /** Neighbours keep their line that contradicts what is installed. */
  readonly stripping?: true;
  /** A file that an earlier transaction of the same stack edited counts as somebody else's change. */
  readonly accepting?: true;
}

/**
 * The unit files of one host as text, under the rules of the host script (`50-compare.sh`, `60-install.sh`): a file
 * that is not as recorded is refused, unless an earlier transaction edited it; where a unit that is installed names
 * one that the transaction does not write, and whose file names it back, that word goes from that file, and what the
 * file was and became is remembered for its own next operation.
 */
export class DiskModel {
  readonly files: Map<string, string>;
  private readonly edited = new Map<string, { readonly before: string; readonly after: string }>();

  constructor(
    files: ReadonlyMap<string, string>,
    private readonly without: Without = {},
  ) {
    this.files = new Map(files);
  }

  /** Carries out operations that arrive together. Gives the units that it refuses; nothing is changed then. */
  transact(operations: readonly DiskOperation[]): string[] {
    const refused = operations.filter((operation) => !this.isAsRecorded(operation)).map(({ unit }) => unit);
    if (refused.length > 0) return refused;
    const written = new Set(operations.flatMap(({ unit, text }) => (text === undefined ? [] : [unit])));
    const stripped = new Map<string, string>();
    for (const { unit, text } of operations) {
      for (const other of namedBy(text ?? "", "Conflicts")) {
        const found = stripped.get(other) ?? this.files.get(other);
        if (found === undefined || written.has(other) || this.without.stripping) continue;
        const rest = withoutName(found, unit);
        if (rest !== found) stripped.set(other, rest);
      }
    }
    for (const [unit, text] of stripped) {
      const before = this.edited.get(unit)?.before ?? sha256Hex(this.files.get(unit) ?? "");
      this.edited.set(unit, { before, after: sha256Hex(text) });
      this.files.set(unit, text);
    }
    for (const { unit, text } of operations) {
      this.edited.delete(unit);
      if (text === undefined) this.files.delete(unit);
      else this.files.set(unit, text);
    }
    return [];
  }

  /** Every two that name each other: three such units start nobody at boot, two start either. */
  mutualPairs(): string[] {
    const names = new Map(
      [...this.files].map(([unit, text]) => [
        unit,
        new Set([...namedBy(text, "Conflicts"), ...namedBy(text, "Before")]),
      ]),
    );
    return [...names]
      .flatMap(([unit, named]) =>
        [...named]
          .filter((other) => unit < other && names.get(other)?.has(unit))
          .map((other) => `${unit} ${other}`),
      )
      .sort();
  }

  private isAsRecorded({ unit, text, recorded }: DiskOperation): boolean {
    const now = this.files.get(unit);
    if (now === text || now === recorded) return true;
    if (now === undefined || recorded === undefined || this.without.accepting) return false;
    const edit = this.edited.get(unit);
    return edit?.before === sha256Hex(recorded) && edit.after === sha256Hex(now);
  }
}

/** The rendered units of a host's plan, by name. */
export function unitTexts(host: HostPlan | undefined): Map<string, string> {
  return new Map(host?.gateways.map(({ unitName, spec }) => [unitName, renderGatewayUnit(spec)]));
}

/** What takes a host from one set of units to another: one operation each, also where nothing changes. */
export function operationsBetween(
  olds: ReadonlyMap<string, string>,
  news: ReadonlyMap<string, string>,
): DiskOperation[] {
  return [...new Set([...news.keys(), ...olds.keys()])].map((unit) => {
    const [recorded, text] = [olds.get(unit), news.get(unit)];
    return { unit, ...(text === undefined ? {} : { text }), ...(recorded === undefined ? {} : { recorded }) };
  });
}

function namedBy(text: string, key: string): string[] {
  return directiveList(parseUnitFile(text), "Unit", key);
}

/** A unit without a name in its `Conflicts=` and `Before=`. */
export function withoutName(text: string, name: string): string {
  const file = removeFromList(parseUnitFile(text), "Unit", "Conflicts", name);
  return renderUnitFile(removeFromList(file, "Unit", "Before", name));
}
