import { HostError } from "../host-error.js";

/** A unit of a host: its name, and before it `<account>/` where that account's own manager runs it. */
const REF = /^(?!--)([A-Za-z_][A-Za-z0-9_.-]{0,31}\/)?[A-Za-z0-9_-][\\A-Za-z0-9:_.@-]*$/;
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9:_.@+-]*$/;
/** A SHA-256, or what stands in its place. */
const DIGEST = /^([0-9a-f]{64}|none|recorded|-|)$/;
const WHOLE = /^(0|[1-9]\d{0,15})$/;
const YES_OR_NO = /^(yes|no)$/;
/** Absolute, one line, without `.` and `..` that lead elsewhere. */
const PATH = /^(?!.*\/\.\.?(\/|$))\/\P{Cc}*$/u;
/** The directory of a link that a boot follows. */
export const LINK = /^[A-Za-z0-9_][\\A-Za-z0-9:_.@-]*\.(wants|requires)$/;
/** Path of a drop-in: absolute, one line. */
export const DROP_IN = /^(?!.*\/\.\.(\/|$))\/\P{Cc}*\.conf$/u;
/** Anything that fits one line. */
const LINE = /^\P{Cc}*$/u;

/** Every word of a list keeps the shape; an empty text is an empty list. */
interface Shape {
  readonly pattern: RegExp;
  readonly list?: true;
  /** Whether an empty text may stand in the place of a value. */
  readonly empty?: true;
}

/**
 * The fields of an operation, and what each may hold. The host script takes these names and no other ones: they become
 * names of its variables. What is sent may have been a host's or an account's answer once, so it is looked at again.
 */
export const FIELD_SHAPES: Readonly<Record<string, Shape>> = {
  adopt: { pattern: /^(refuse|take-over)$/ },
  bodyHash: { pattern: DIGEST },
  boot: { pattern: /^(enabled|standby)$/ },
  claims: { pattern: PLAIN, list: true },
  conflicts: { pattern: REF, list: true },
  deadlineSeconds: { pattern: WHOLE },
  dependencies: { pattern: YES_OR_NO },
  envKey: { pattern: /^(\\0[0-7]{3}){64}$/ },
  excludes: { pattern: REF, list: true },
  executable: { pattern: PATH },
  gatewayHome: { pattern: PATH },
  group: { pattern: WHOLE },
  healthySeconds: { pattern: WHOLE },
  home: { pattern: PATH },
  keepGenerations: { pattern: YES_OR_NO },
  keepsEnv: { pattern: YES_OR_NO },
  killSignal: { pattern: /^[A-Z0-9+]*$/ },
  kind: { pattern: /^(ensure|serve|remove|leave-home|observe)$/ },
  linger: { pattern: YES_OR_NO },
  locks: { pattern: /^[A-Za-z0-9][A-Za-z0-9@+._-]*\.lock$/, list: true },
  maxStarts: { pattern: WHOLE },
  movesFrom: { pattern: PATH, empty: true },
  newHash: { pattern: DIGEST },
  newLinks: { pattern: LINK, list: true },
  noEnv: { pattern: YES_OR_NO },
  object: { pattern: /^\/org\/freedesktop\/systemd1\/unit\/[A-Za-z0-9_]+$/ },
  oldBoot: { pattern: /^(enabled|standby|-)$/ },
  oldDropIns: { pattern: /^(all|own)$/ },
  oldHash: { pattern: DIGEST },
  oldLinks: { pattern: LINK, list: true },
  oldMachine: { pattern: PLAIN, empty: true },
  owner: { pattern: LINE },
  planned: { pattern: REF, list: true },
  ready: { pattern: /^(none|port|command|state_file|api|url)$/ },
  readyAddress: { pattern: /^[0-9A-Za-z.:-]+$/ },
  readyName: { pattern: PLAIN },
  readyPath: { pattern: /^\/[\x21-\x7e]*$/ },
  readyPlatforms: { pattern: PLAIN, list: true },
  readyPort: { pattern: WHOLE },
  readyStatus: { pattern: WHOLE },
  readyUrl: { pattern: /^[\x21-\x7e]+$/ },
  restart: { pattern: YES_OR_NO },
  restartBy: { pattern: /^(systemctl|signal)$/ },
  restarts: { pattern: YES_OR_NO },
  runtime: { pattern: PLAIN },
  startLimit: { pattern: YES_OR_NO },
  startsAfter: { pattern: REF },
  startsWindow: { pattern: WHOLE },
  stopSeconds: { pattern: WHOLE },
  takeBack: { pattern: YES_OR_NO },
  unit: { pattern: REF },
  user: { pattern: /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/ },
};

/**
 * The line of one field.
 * @throws HostError `state-unusable` with the field's name, never its value, when it does not have its shape
 */
export function fieldLine(name: string, value: string): string {
  const shape = Object.hasOwn(FIELD_SHAPES, name) ? FIELD_SHAPES[name] : undefined;
  if (shape === undefined) throw new TypeError(`the host script knows no field ${JSON.stringify(name)}`);
  const { pattern, list, empty } = shape;
  const words = list ? value.split(" ") : [value];
  const fits = value === "" && (list || empty) ? true : words.every((word) => pattern.test(word));
  if (!fits) throw unfit(name);
  return `${name}=${oneLine(name, value)}\n`;
}

/**
 * A text that is one line of what a host is sent.
 * @throws HostError `state-unusable` with the field's name, never its value, for one that holds a control character
 */
export function oneLine(name: string, value: string): string {
  if (!LINE.test(value)) throw unfit(name);
  return value;
}

/** A path below a home, or a digest, as one word of a line. @throws HostError as {@link oneLine} */
export function shaped(name: string, value: string, pattern: RegExp): string {
  if (!pattern.test(value)) throw unfit(name);
  return oneLine(name, value);
}

/** Nothing was sent: the value is hostile or damaged, and is not repeated. */
function unfit(name: string): HostError {
  return new HostError("state-unusable", {
    host: "this run",
    message: `a value for the field ${name} is not what a host is ever told, so nothing was sent\n  now: nothing was changed`,
    remedy:
      "look at what the state has of this gateway (`pulumi stack export`): a host or an account may have put it there; then `pulumi state delete` of the gateway and `pulumi up`, which takes over what has this stack's own mark",
  });
}
