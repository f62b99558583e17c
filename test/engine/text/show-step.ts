import { type DetailedDiff, diffProps, type PropertyChange } from "../model/diff-values";
import { parsePath } from "../model/property-path";
import type { Op, StepReport } from "../model/result";
import { line } from "./lines";
import { showDiff } from "./show-diff";
import { showProps } from "./show-value";

const SIGNS: Record<Op, string> = {
  same: "  ",
  create: "+ ",
  update: "~ ",
  delete: "- ",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
  refresh: "~ ",
};

/** One resource with what happens to it. */
export function showStep(step: StepReport, depth: number, verb: string): string[] {
  // `refresh` calls a drift what it does to the state; before an update it is a refresh.
  const op = step.op === "refresh" && verb === "refresh" ? (step.found ?? "same") : step.op;
  const head = `${" ".repeat(4 * depth)}${SIGNS[op]}${step.type}: (${op})`;
  const id = step.id === "" || step.op === "create" ? [] : [line(depth + 1, "", `[id=${step.id}]`)];
  return [head, ...id, line(depth + 1, "", `[urn=${step.urn}]`), ...showBody(step, depth + 1, verb)];
}

function showBody(step: StepReport, level: number, verb: string): string[] {
  const { oldInputs = {}, newInputs = {}, oldOutputs = {}, newOutputs = {} } = step;
  switch (step.op) {
    case "create":
      return showProps(newInputs, { level, sign: "", cut: true });
    case "delete":
      return showProps(oldInputs, { level, sign: "", cut: true });
    case "update":
    case "replace": {
      const withSame = step.op === "replace";
      if (step.detailedDiff !== null) {
        return showDiff(oldInputs, newInputs, changesOf(step.detailedDiff), { level, withSame });
      }
      // The provider only said "changed": all there is to compare with is what it last put out.
      const olds = withSame ? oldInputs : oldOutputs;
      return showDiff(olds, newInputs, diffProps(olds, newInputs), { level, withSame });
    }
    case "refresh": {
      if (step.found === "same") return [];
      if (step.found === "delete") {
        const gone = Object.fromEntries(Object.entries(oldOutputs).filter(([key]) => !key.startsWith("__")));
        return [
          line(level, "", "--outputs:--"),
          ...showProps(gone, { level, sign: "-", cut: verb !== "refresh" }),
        ];
      }
      const style = { level, withSame: false };
      if (verb === "refresh") return showDiff(oldInputs, newInputs, diffProps(oldInputs, newInputs), style);
      const changes = diffProps(oldOutputs, newOutputs);
      return [
        line(level, "", "--outputs:--"),
        ...showDiff(oldOutputs, newOutputs, changes, { ...style, alignAll: true }),
      ];
    }
    default:
      return [];
  }
}

function changesOf(detailed: DetailedDiff): PropertyChange[] {
  return Object.entries(detailed).map(([path, { kind }]) => ({ path: parsePath(path), kind }));
}
