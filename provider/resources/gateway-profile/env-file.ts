import { actualEnv, type EnvPart, mergeEnv } from "../../core/env-file/merge-env";
import { contentDigest, renderEnvBlock } from "../../host/transaction/env-block.js";
import { equalValues } from "../equal.js";
import { changedOnHost, type HomeFileKind, refused, tellLeft } from "./home-file-kind.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";

const NAME = ".env";

/** Our variables in a profile's .env, as one block; everything else in it is the user's and Hermes'. */
export const ENV_FILE: HomeFileKind = {
  path: NAME,
  // It holds secrets.
  mode: "600",
  isDeclared: (inputs) => Object.keys(variablesOf(inputs)).length > 0,
  isSame: (olds, news) => equalValues(variablesOf(olds), variablesOf(news)),

  merge(content, { host, news, olds, record }) {
    const before = record && olds && partOf(olds);
    const after = news && partOf(news);
    const merged = mergeEnv(content?.toString("latin1"), {
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
      isRecorded: (block) => isRecorded(block, olds),
      settled: olds?.status === "applied",
      adopt: news?.adopt ?? "refuse",
      ...(record && record.digest !== "" ? { found: record.found !== undefined } : {}),
      ...(record?.unended ? { unended: true } : {}),
    });
    if (merged.kind === "edited") throw changedOnHost(host, `${merged.what.join(", ")} in ${NAME}`);
    if (merged.kind === "refused") {
      throw refused(
        host,
        merged.problems.map((problem) => `${NAME}: ${problem}`),
        "take these lines out of the file on the host, or declare the same value; `adopt: take-over` on the profile lets declared values take the place of others",
      );
    }
    const { left, text, found, unended } = merged;
    if (left.length > 0) tellLeft(host, `${NAME}, line ${left.join(", ")}`, "somebody changed it");
    return {
      content: text === undefined ? undefined : Buffer.from(text, "latin1"),
      ...(found ? { found: [[]] } : {}),
      ...(unended ? { unended: true } : {}),
    };
  },

  actual(content, olds) {
    const part = partOf(olds) ?? { block: "", variables: {} };
    const found = actualEnv(content?.toString("latin1") ?? "", part, (block) => isRecorded(block, olds));
    if (equalValues(found, part.variables)) return {};
    const { ports } = olds;
    const of = (names: object) => Object.entries(found).filter(([name]) => Object.hasOwn(names, name));
    return {
      actual: {
        env: Object.fromEntries(of(olds.env)),
        ...(ports
          ? { ports: Object.fromEntries(of(ports).map(([name, port]) => [name, Number(port)])) }
          : {}),
      },
    };
  },
};

/** What stands in our block of `.env`: the declared variables, and the allocated ports. */
export function variablesOf({ env, ports }: GatewayInputs): Readonly<Record<string, string>> {
  const texts = Object.entries(ports ?? {}).map(([name, port]) => [name, String(port)]);
  return { ...env, ...Object.fromEntries(texts) };
}

function partOf(inputs: GatewayInputs): EnvPart | undefined {
  const variables = variablesOf(inputs);
  const block = Buffer.from(renderEnvBlock(variables)).toString("latin1");
  return block === "" ? undefined : { block, variables };
}

/** A block that an earlier version wrote may be spelled in another way: its digest is on record. */
function isRecorded(block: string, olds: GatewayOutputs | undefined): boolean {
  const digest = olds?.onHost?.envDigest;
  return (
    digest !== undefined && contentDigest(olds?.digestKey ?? "", Buffer.from(block, "latin1")) === digest
  );
}
