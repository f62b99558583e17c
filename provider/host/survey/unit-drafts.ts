import type { SeenListener, SeenMark, SeenUnit } from "../../core/facts/host-facts";
import { sortedUnique } from "../../core/order";
import { decodeMarkValue } from "../../core/units/mark-value";

interface Draft {
  readonly account: string;
  readonly name: string;
  linked: boolean;
  readonly said: Map<string, string[]>;
}

/** Units of an answer while its lines are read; those of the system manager have the empty account. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();

  unit(account: string, name: string, linked: string): void {
    this.#draftOf(account, name).linked ||= linked === "yes";
  }

  says(account: string, name: string, key: string, value: string): void {
    const { said } = this.#draftOf(account, name);
    const values = said.get(key);
    if (values === undefined) said.set(key, [value]);
    else values.push(value);
  }

  /** @param listeners who listens on the host's ports */
  units(listeners: readonly SeenListener[]): SeenUnit[] {
    const ports = Map.groupBy(listeners, ({ unit = "", account = "" }) => `${account}\t${unit}`);
    return [...this.#drafts].map(([key, draft]) =>
      unitOf(
        draft,
        (ports.get(key) ?? []).map(({ port }) => port),
      ),
    );
  }

  #draftOf(account: string, name: string): Draft {
    const key = `${account}\t${name}`;
    const known = this.#drafts.get(key) ?? {
      account,
      name,
      linked: false,
      said: new Map<string, string[]>(),
    };
    this.#drafts.set(key, known);
    return known;
  }
}

function unitOf({ account, name, linked, said }: Draft, ports: readonly number[]): SeenUnit {
  const last = (key: string) => said.get(key)?.at(-1);
  const mark = markOf(last);
  const home = last("Home");
  const fragmentPath = last("FragmentPath");
  const declared = (said.get("Port") ?? []).filter((port) => /^\d{1,5}$/.test(port)).map(Number);
  const sets = said.get("Has");
  return {
    name,
    ...(account === "" ? { scope: "system" } : { scope: "user", account }),
    ...(mark === undefined ? {} : { mark }),
    ...(home === undefined ? {} : { home }),
    conflicts: unitsIn(last("Conflicts")),
    before: unitsIn(last("Before")),
    activeState: last("ActiveState") ?? "inactive",
    enabled: linked || /^enabled(-runtime)?$/.test(last("UnitFileState") ?? ""),
    ...(last("LoadState") === "masked" ? { masked: true } : {}),
    ...(fragmentPath === undefined || isUsual(fragmentPath, account) ? {} : { fragmentPath }),
    ...(said.has("Runs") ? { gateway: true } : {}),
    ...(last("Type") === "oneshot" ? { oneshot: true } : {}),
    ...(declared.length === 0 ? {} : { declaredPorts: declared }),
    ...(ports.length === 0 ? {} : { ports }),
    ...(sets === undefined || mark !== undefined ? {} : { sets }),
  };
}

function isUsual(path: string, account: string): boolean {
  return (
    path === "" ||
    (account === "" ? /^\/etc\/systemd\/system\/[^/]+$/.test(path) : path.includes("/.config/"))
  );
}

function markOf(last: (key: string) => string | undefined): SeenMark | undefined {
  const owner = last("Owner");
  if (owner === undefined) return undefined;
  const priority = last("Priority") ?? "";
  return {
    owner: decodeMarkValue(owner),
    priority: /^-?\d{1,15}$/.test(priority) ? Number(priority) : 0,
    claims: wordsIn(last("Claims")),
  };
}

/** systemd adds targets of its own to what a unit names; only services matter. */
function unitsIn(value: string | undefined): string[] {
  return wordsIn(value).filter((word) => word.endsWith(".service"));
}

function wordsIn(value: string | undefined): string[] {
  return sortedUnique((value ?? "").split(" ").filter((word) => word !== ""));
}
