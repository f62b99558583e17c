import type { Answer } from "./answer.js";
import { innerDigest, NO_BLOCK, renderEnvBlock } from "./env-block.js";
import { DROP_IN, LINK } from "./field-shapes.js";
import type {
  Ensured,
  EnsureOperation,
  Observed,
  ObserveOperation,
  Recorded,
  Removed,
  SeenFile,
  ServeOperation,
} from "./operation.js";
import { MalformedAnswer } from "./result-reader.js";
import { sha256 } from "./sha256.js";

/** What a machine did for a unit. @throws MalformedAnswer for words that are none of the script's, as all below */
export function ensured(operation: EnsureOperation, index: number, answer: Answer): Ensured {
  const about = answer.about.get(index) ?? [];
  const [, written, due] = about.find(([word]) => word === "applied") ?? [];
  const replaced = about.find(([word]) => word === "host-replaced")?.[1];
  return {
    recorded: recordedFrom(answer, index, {
      fileHash: sha256(operation.text),
      links: operation.links,
      envDigest: innerDigest(operation.env.digestKey, renderEnvBlock(operation.env.variables)),
    }),
    started: due === "yes" || due === "start",
    written: written === "yes",
    systemdVersion: answer.systemdVersion,
    ...(replaced ? { replacedMachine: replaced } : {}),
  };
}

/** Of a home alone: there is no unit to record. */
export function served({ env }: ServeOperation, index: number, answer: Answer): Ensured {
  const about = answer.about.get(index) ?? [];
  const replaced = about.find(([word]) => word === "host-replaced")?.[1];
  return {
    recorded: {
      machineId: plain("a machine-id", answer.machineId),
      fileHash: "-",
      dropIns: {},
      links: [],
      envDigest: innerDigest(env.digestKey, renderEnvBlock(env.variables)),
    },
    started: about.find(([word]) => word === "applied")?.[2] === "yes",
    written: false,
    systemdVersion: answer.systemdVersion,
    ...(replaced ? { replacedMachine: replaced } : {}),
  };
}

/** Who owns what was left there, if it is not this gateway. */
export function removed(index: number, answer: Answer): Removed {
  const owner = answer.about.get(index)?.find(([word]) => word === "owned-by")?.[1];
  return owner ? { ownedBy: owner } : {};
}

/** What a machine has of a unit and of the home behind it. */
export function observed(operation: ObserveOperation, index: number, answer: Answer): Observed {
  const seen = answer.about.get(index)?.find(([word]) => word === "seen");
  // Left out, it would count as gone.
  if (seen === undefined) throw new MalformedAnswer("nothing is said of a unit that was asked about");
  const [, hash = "-", links = "-", activeState = "", env = "", parked = ""] = seen;
  const text = answer.blobs.get(`${index}/unit`)?.toString("utf8");
  const block = renderEnvBlock(operation.env.variables);
  return {
    machineId: plain("a machine-id", answer.machineId),
    systemdVersion: answer.systemdVersion,
    recorded: recordedFrom(answer, index, {
      fileHash: plain("a digest", hash),
      links: links === "-" ? [] : links.split(" ").map((link) => shaped("a link", link, LINK)),
      envDigest: plain("a digest", env),
    }),
    activeState: plain("a state", activeState),
    ...vanished(answer.about.get(index)),
    owned: (answer.about.get(index) ?? []).flatMap(([word, unit]) =>
      word === "owned" && unit ? [unit] : [],
    ),
    envAsRecorded: env === innerDigest(operation.env.digestKey, block),
    files: seenFiles(operation, index, answer),
    ...(parked === "marker" ? { parked: "gateway.parked" } : {}),
    ...(parked === "state" ? { parked: "gateway_state.json" } : {}),
    ...(text === undefined ? {} : { text }),
  };
}

function vanished(about: readonly (readonly string[])[] = []): Pick<Observed, "vanished"> {
  const [, runs, masked] = about.find(([word]) => word === "vanished") ?? [];
  return runs === undefined ? {} : { vanished: { runs: runs === "yes", masked: masked === "yes" } };
}

function seenFiles({ files = [] }: ObserveOperation, index: number, answer: Answer): Observed["files"] {
  const lines = answer.about.get(index)?.filter(([word]) => word === "file") ?? [];
  return Object.fromEntries(
    files.map(({ path }, number): [string, SeenFile] => {
      // An account that the host does not have is for the transaction to refuse.
      const digest = lines.find(([, which]) => which === String(number))?.[2] ?? NO_BLOCK;
      const content = answer.blobs.get(`${index}/file.${number}`);
      return [path, { digest: plain("a digest", digest), ...(content === undefined ? {} : { content }) }];
    }),
  );
}

function recordedFrom(
  answer: Answer,
  index: number,
  known: Omit<Recorded, "machineId" | "dropIns">,
): Recorded {
  const lines = answer.blobs.get(`${index}/dropins`)?.toString("utf8").split("\n") ?? [];
  const dropIns = lines
    .filter((line) => line !== "")
    .map((line) => [shaped("a drop-in", line.slice(65), DROP_IN), plain("a digest", line.slice(0, 64))]);
  const seen = { dropIns: Object.fromEntries(dropIns), wholeDropIns: true } as const;
  return { machineId: plain("a machine-id", answer.machineId), ...seen, ...known };
}

/** A word that enters the state, and is sent to a machine again: letters, digits and signs that mean nothing to a shell. */
function plain(what: string, word: string): string {
  return shaped(what, word, /^[A-Za-z0-9:_.@+-]*$/);
}

function shaped(what: string, word: string, pattern: RegExp): string {
  if (!pattern.test(word)) throw new MalformedAnswer(`${what} is no word that the script writes`);
  return word;
}
