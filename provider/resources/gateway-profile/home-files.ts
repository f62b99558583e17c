import { HostError } from "../../host/host-error.js";
import type { HostSession } from "../../host/session/host-session.js";
import { contentDigest, NO_BLOCK } from "../../host/transaction/env-block.js";
import type {
  HomeFileChange,
  HomeFileLook,
  Observed,
  Recorded,
  RecordedFile,
  SeenFile,
} from "../../host/transaction/operation.js";
import { CONFIG_FILE } from "./config-yaml.js";
import { ENV_FILE } from "./env-file.js";
import { type HomeFileKind, NO_FILE, refused, TOO_LARGE, tellLeft, UNREADABLE } from "./home-file-kind.js";
import { lookOperation, movesFrom } from "./operations.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";
import { foundSkills, planSkills, skillLooks } from "./skills.js";
import { SOUL_FILE } from "./soul-md.js";

/** Every file below a home in which a declaration of ours may stand. */
const KINDS: readonly HomeFileKind[] = [ENV_FILE, CONFIG_FILE, SOUL_FILE];

/** What changes below a home, and what is to be recorded when it has changed. */
export interface FilePlan {
  readonly changes: readonly HomeFileChange[];
  readonly recorded: Readonly<Record<string, RecordedFile>>;
}

const NOTHING: FilePlan = { changes: [], recorded: {} };

/** What a plan is made of. */
export interface FileCourse {
  readonly session: HostSession;
  readonly digestKey: string;
  /** What is declared; absent: everything of ours goes. */
  readonly news?: GatewayInputs;
  /** What was declared in the same home, and is on the host. */
  readonly olds?: GatewayOutputs;
  /** The host had something that nobody had looked at. */
  readonly again?: boolean;
}

/**
 * Looks at the files of a home and decides what is to stand in them. Asks the machine only when something is declared
 * or recorded, and is given the contents only of what is not as it was left.
 * @throws HostError `home-file-refused` when a declaration cannot be brought in, `changed-on-host` when somebody changed
 * what is ours
 */
export async function planFiles(course: FileCourse): Promise<FilePlan> {
  const { session, digestKey, news } = course;
  const place = news ?? course.olds;
  const declared = KINDS.filter((kind) => concerns(kind, course));
  // On first contact a block may be there that an interrupted create has left.
  const isFirst = course.olds === undefined && (course.again || declared.length > 0);
  const kinds = isFirst && !declared.includes(ENV_FILE) ? [ENV_FILE, ...declared] : declared;
  const looks = [...kinds.map((kind) => lookFor(kind, course)), ...skillLooks(course)];
  if (place === undefined || looks.length === 0) return NOTHING;
  const before = news && course.olds && movesFrom(course.olds, news);
  const seen = await session.observe(lookOperation(place, digestKey, looks, before));
  const olds = course.olds?.onHost?.machineId === seen.machineId ? course.olds : undefined;
  const plans = kinds.map((kind) => {
    const file = seen.files[kind.path] ?? { digest: NO_BLOCK };
    return planOne(kind, file, { digestKey, ...(news ? { news } : {}), ...(olds ? { olds } : {}) });
  });
  return {
    changes: [...plans.flatMap(({ changes }) => changes), ...planSkills(seen.files, { news, olds })],
    recorded: Object.assign({}, ...plans.map(({ recorded }) => recorded)),
  };
}

/** What a refresh found: the declarations as the host has them, and whether one of them differs. */
export interface FoundFiles {
  readonly drifted: boolean;
  readonly actual: Partial<GatewayInputs>;
  readonly recorded: Readonly<Record<string, RecordedFile>>;
}

/** What was found of one file. */
type Found = Pick<FoundFiles, "recorded"> & Partial<Pick<FoundFiles, "actual">>;

/** What to look at in a refresh; nothing when nothing of ours is there. */
export function recordedLooks(olds: GatewayOutputs): HomeFileLook[] {
  const files = Object.entries(olds.onHost?.files ?? {});
  return [...files.map(([path, { digest }]) => ({ path, known: digest })), ...skillLooks({ olds })];
}

/**
 * What else is written into these files is nobody's drift: as long as what is ours is there, not even the record changes,
 * and a refresh shows nothing.
 */
export function findFiles(olds: GatewayOutputs, seen: Observed): FoundFiles {
  const found = KINDS.flatMap((kind): Found[] => {
    const record = olds.onHost?.files?.[kind.path];
    if (record === undefined) return [];
    const file = seen.files[kind.path];
    const { actual } =
      file === undefined || file.digest === record.digest
        ? { actual: undefined }
        : kind.actual(file.content, olds);
    if (file === undefined || actual === undefined) return [{ recorded: { [kind.path]: record } }];
    return [{ recorded: { [kind.path]: { ...record, digest: file.digest } }, actual }];
  });
  const skills = foundSkills(olds, seen.files);
  const actual = Object.assign({}, ...found.map(({ actual }) => actual), skills ? { skills } : {});
  return {
    drifted: Object.keys(actual).length > 0,
    actual,
    recorded: Object.assign({}, ...found.map(({ recorded }) => recorded)),
  };
}

function concerns(kind: HomeFileKind, { news, olds }: FileCourse): boolean {
  return (news !== undefined && kind.isDeclared(news)) || recordOf(kind, olds) !== undefined;
}

/** What is recorded of a file. States of before have nothing of `.env` but the digest of our block. */
function recordOf(kind: HomeFileKind, olds: GatewayOutputs | undefined): RecordedFile | undefined {
  if (olds?.onHost === undefined) return undefined;
  const record = olds.onHost.files?.[kind.path];
  return record ?? (kind === ENV_FILE && kind.isDeclared(olds) ? { digest: "" } : undefined);
}

/** A content is needed only where something is to change. */
function lookFor(kind: HomeFileKind, { news, olds }: FileCourse): HomeFileLook {
  const record = recordOf(kind, olds);
  const same = olds && news && record?.digest && kind.isSame(olds, news);
  return { path: kind.path, ...(same ? { known: record.digest } : {}) };
}

function planOne(
  kind: HomeFileKind,
  file: SeenFile,
  course: Omit<FileCourse, "session">,
): { changes: HomeFileChange[]; recorded: Record<string, RecordedFile> } {
  const { digestKey, news, olds } = course;
  const { path, mode } = kind;
  const host = (news ?? olds)?.hostKey ?? "";
  const record = recordOf(kind, olds);
  if (
    record &&
    file.digest === record.digest &&
    file.content === undefined &&
    news &&
    kind.isDeclared(news)
  ) {
    return { changes: [], recorded: { [path]: record } };
  }
  const isThere = file.digest !== NO_BLOCK;
  if (isThere && contentDigest(digestKey, file.content) !== file.digest) {
    if (!news && file.digest === NO_FILE) {
      tellLeft(host, path, NOT_READ[NO_FILE] ?? "");
      return { changes: [], recorded: {} };
    }
    throw refused(
      host,
      [`${path}: ${NOT_READ[file.digest] ?? "changed while it was read"}`],
      `\`ls -lL\` of it in the profile's home on the host shows what is there; make it a file of the profile's account below 1 MB, and run the same command again`,
    );
  }
  const merged = kind.merge(isThere ? file.content : undefined, {
    host,
    ...(news ? { news } : {}),
    ...(olds ? { olds } : {}),
    ...(record ? { record } : {}),
  });
  const digest = contentDigest(digestKey, merged.content);
  const changes =
    digest === file.digest
      ? []
      : [
          {
            path,
            from: file.digest,
            mode,
            ...(merged.content === undefined ? {} : { content: merged.content }),
          },
        ];
  const stays = news !== undefined && kind.isDeclared(news);
  const { found, unended } = merged;
  return {
    changes,
    recorded: stays
      ? {
          [path]: {
            digest,
            ...(found && found.length > 0 ? { found } : {}),
            ...(unended ? { unended } : {}),
          },
        }
      : {},
  };
}

/** A record with its files; without any it looks as it did before there were some. */
export function withFiles(recorded: Recorded, files: FilePlan["recorded"]): Recorded {
  return Object.keys(files).length === 0 ? recorded : { ...recorded, files };
}

/** Why a file cannot be changed, by what the machine says of it. */
const NOT_READ: Readonly<Record<string, string>> = {
  [UNREADABLE]: "the account may not read it",
  [NO_FILE]: "is no file: a directory, a link that leads nowhere, or something else",
  [TOO_LARGE]: "is beyond 1 MB",
};

/** Tries once more when a file was changed between the look and the change. */
export async function withFreshFiles<T>(work: (again: boolean) => Promise<T>): Promise<T> {
  try {
    return await work(false);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== "home-file-changed") throw error;
    return work(true);
  }
}
