import { expect } from "chai";
import { isReloadOnly } from "../../provider/core/units/reload-only-directives";
import { must } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { RELOAD_CASES } from "./support/reload-only-cases";

const CONDITION = /^(Condition|Assert)[A-Z]/;
/** A unit for each case, and one with every condition. */
const NAMES = new Map(Object.keys(RELOAD_CASES).map((key, index) => [key, `reload-only-${index}.service`]));
const CONDITIONS = "reload-only-conditions.service";

describe("directives outside of the runtime digest", () => {
  const stage = useLab(1);
  const run = (script: string) => must(stage.host(1), script);
  /** What this systemd knows and the table calls reload-only: `section/directive`. */
  let known: string[];
  let lives: string;

  before(async () => {
    known = reloadOnlyOf(await run("/lib/systemd/systemd --dump-configuration-items"));
    await write([...NAMES.values(), CONDITIONS].map((name) => [name, unit({})]));
    await run(`systemctl daemon-reload && systemctl start ${allUnits()}`);
    lives = await lifeOfAll();
    await write([
      ...[...NAMES].map(([key, name]) => [name, unit({ [key]: [RELOAD_CASES[key]?.value ?? ""] })] as const),
      [
        CONDITIONS,
        unit(Object.fromEntries(known.filter(isCondition).map((key) => [key, [conditionValue(key)]]))),
      ],
    ]);
    await run("systemctl daemon-reload");
  });

  it("all have a case here, as far as this systemd knows them", () => {
    expect(known.filter((key) => !isCondition(key)).sort()).to.deep.equal(Object.keys(RELOAD_CASES).sort());
  });

  for (const [key, { property, shows }] of Object.entries(RELOAD_CASES)) {
    it(`${key} takes effect by a reload`, async () => {
      expect(await run(`systemctl show -P ${property} ${NAMES.get(key)}`)).to.include(shows);
    });
  }

  it("conditions and asserts take effect by a reload", async () => {
    const path = `/org/freedesktop/systemd1/unit/${CONDITIONS.replace(/[-.]/g, (c) => `_${c.charCodeAt(0).toString(16)}`)}`;
    const list = await run(
      `busctl get-property org.freedesktop.systemd1 ${path} org.freedesktop.systemd1.Unit Conditions Asserts`,
    );
    const missing = known.filter((key) => isCondition(key) && !list.includes(`"${key.split("/")[1]}"`));
    expect(missing).to.deep.equal([]);
  });

  it("none of them restarts or stops the process", async () => {
    expect(await lifeOfAll()).to.equal(lives);
    expect(lives.match(/^ActiveState=active$/gm)).to.have.length(NAMES.size + 1);
  });

  it("a directive of the runtime digest does not reach the process by a reload", async () => {
    const name = NAMES.get("Unit/Description");
    await write([[name ?? "", unit({ "Service/Environment": ["LATE=1"] })]]);
    await run("systemctl daemon-reload");
    const environ = `/proc/$(systemctl show -P MainPID ${name})/environ`;
    expect(isReloadOnly("Service", "Environment")).to.equal(false);
    expect(await run(`grep -cz '^LATE=1$' ${environ} || true`)).to.equal("0");
  });

  function lifeOfAll(): Promise<string> {
    return run(`systemctl show -p Id,ActiveState,MainPID,InvocationID ${allUnits()}`);
  }

  async function write(files: readonly (readonly [name: string, text: string])[]): Promise<void> {
    const commands = files.map(([name, text]) => {
      const data = Buffer.from(text).toString("base64");
      return `base64 -d <<<${data} >/etc/systemd/system/${name}`;
    });
    await run(commands.join("\n"));
  }
});

/** A unit with these directives on top, by `section/directive`. */
function unit(more: Readonly<Record<string, readonly string[]>>): string {
  const lines = (section: string) =>
    Object.entries(more).flatMap(([key, values]) => {
      const [of, directive] = key.split("/");
      return of === section ? values.map((value) => `${directive}=${value}\n`) : [];
    });
  return `[Unit]\n${lines("Unit").join("")}[Service]\nExecStart=/bin/sleep infinity\n${lines("Service").join("")}`;
}

function allUnits(): string {
  return [...NAMES.values(), CONDITIONS].join(" ");
}

function isCondition(key: string): boolean {
  return CONDITION.test(key.split("/")[1] ?? "");
}

/** Any text does for a condition; those on paths want one. */
function conditionValue(key: string): string {
  return /Path|Directory|File|NeedsUpdate/.test(key) ? "/none" : "none";
}

/** Reads `[Section]` and `Directive=TYPE` lines. */
function reloadOnlyOf(items: string): string[] {
  let section = "";
  const found: string[] = [];
  for (const line of items.split("\n")) {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section;
    const directive = /^(\w+)=/.exec(line)?.[1];
    if (directive && ["Unit", "Service"].includes(section) && isReloadOnly(section, directive))
      found.push(`${section}/${directive}`);
  }
  return found;
}
