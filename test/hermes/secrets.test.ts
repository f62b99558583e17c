import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, settled } from "./support/seen";
import { type ArgvWatch, watchArgv } from "./support/watch-argv";

/** In two halves, so that no command of the search holds the text it looks for. */
const HALVES = ["canary-5e1fd0", "c94b7a2286"] as const;
const CANARY = HALVES.join("");
const BASE64 = Buffer.from(CANARY).toString("base64").slice(0, -4);

const ENV_FILES = ["coder", "writer"].map((name) => `/home/hermes/.hermes/profiles/${name}/.env`);
/** What is kept for the way back, and what a running transaction works with: both end with it. */
const STORE = /^\/(var\/lib\/hermes-fleet\/|run\/hermes-fleet\.)/;

describe("a secret of a real gateway", () => {
  const coder = { priority: 2, env: { API_SERVER_KEY: { config: "key" }, API_SERVER_PORT: "18801" } };
  const writer = { ...coder, priority: 1 };
  const stage = useHermes((made) => ({
    fleet: made.profiles({ coder, writer }),
    config: { key: CANARY },
    secrets: ["key"],
  }));
  let watch: ArgvWatch;

  before(() => {
    watch = watchArgv(CANARY);
  });
  after(() => watch.stop());

  /** What Pulumi says and keeps, in a life with a hand-over, a failure and a refresh. */
  const live = async (): Promise<Record<string, string>> => {
    const create = await stage.pulumi.up();
    expectRun(create, { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
    await ready(stage.vm, "coder");
    await settled(stage.vm, "coder");
    stage.declare({ coder, writer: { ...writer, priority: 3 } });
    const handOver = await stage.pulumi.up();
    expect(handOver.exitCode, handOver.text).to.equal(0);
    await ready(stage.vm, "writer");
    stage.declare(
      { coder: { ...coder, executable: "/bin/false", priority: 5 }, writer } as FleetInput["profiles"],
      {
        defaults: { health: { healthyForSeconds: 2 } },
      },
    );
    const failure = await stage.pulumi.up();
    expect(failure.exitCode).to.not.equal(0);
    const refresh = await stage.pulumi.refresh();
    await ready(stage.vm, "writer");
    const runs = { create, handOver, failure, refresh };
    return {
      ...Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, run.text + run.log])),
      state: await stage.pulumi.exportState(),
    };
  };

  it("is in the .env files, and nowhere in files, units, words of processes, journal, output and state", async () => {
    const said = await live();
    for (const [where, text] of Object.entries(said)) expect(leaks(text), where).to.deep.equal([]);
    expect(said.state).to.include("ciphertext");
    expect(watch.samples).to.be.at.least(100);
    expect(watch.hits).to.deep.equal([]);
    expect(await onHost()).to.deep.equal({
      files: ENV_FILES,
      units: 0,
      journal: 0,
    });
    expect(await must(stage.vm, "stat -c '%a %U' /home/hermes/.hermes/profiles/*/.env | sort -u")).to.equal(
      "600 hermes",
    );
  });

  it("is nowhere after a destroy, which leaves the homes; declared again it is back in .env only", async () => {
    const destroy = await stage.pulumi.destroy();
    expect(destroy.exitCode, destroy.text).to.equal(0);
    expect(leaks(destroy.text + destroy.log)).to.deep.equal([]);
    expect(await onHost()).to.deep.equal({ files: [], units: 0, journal: 0 });
    stage.declare({ coder, writer: { ...writer, priority: 3 } });
    const again = await stage.pulumi.up();
    expect(again.exitCode, again.text).to.equal(0);
    await ready(stage.vm, "writer");
    expect(await onHost()).to.deep.equal({ files: ENV_FILES, units: 0, journal: 0 });
  });

  it("lies in the root-only store of a change that waits for its confirmation, and goes from there with it", async () => {
    const other = {
      ...writer,
      priority: 3,
      env: { API_SERVER_KEY: "another-sixteen-chars", API_SERVER_PORT: "18801" },
    };
    stage.declare({ coder, writer: other }, { defaults: { health: { healthyForSeconds: 15 } } });
    const run = stage.pulumi.up();
    const kept = async () => (await onHost()).files.filter((file) => !ENV_FILES.includes(file));
    await until("the change waits", async () => (await kept()).some((file) => file.startsWith("/var/")), 30);
    const files = await kept();
    expect(files.filter((file) => !STORE.test(file))).to.deep.equal([]);
    expect(await must(stage.vm, `stat -c '%U %a' ${files.join(" ")} | sort -u`)).to.equal("root 600");
    const { exitCode, text, log } = await run;
    expect(exitCode, text).to.equal(0);
    expect(leaks(text + log)).to.deep.equal([]);
    expect((await onHost()).files).to.deep.equal(ENV_FILES.slice(0, 1));
  });

  it("is found by the same search where it is planted", async () => {
    stage.declare({
      coder,
      writer: { ...writer, priority: 3, environment: { PLANTED: CANARY } },
      told: { executable: "/usr/bin/perl", args: ["-e", "sleep 300", CANARY] },
    } as FleetInput["profiles"]);
    const planted = await stage.pulumi.up();
    expect(leaks(planted.text)).to.deep.equal([CANARY]);
    await must(stage.vm, `systemctl stop ${unitOf("told")}; logger ${HALVES.join("''")}`);
    const found = await onHost();
    expect(found.files).to.include("/etc/systemd/system/hermes-gateway-writer.service");
    expect(found.units).to.be.greaterThan(0);
    expect(found.journal).to.be.greaterThan(0);
    expect(watch.hits).to.include("/usr/bin/perl -e sleep 300 <value> ");
    expect(leaks(await stage.pulumi.exportState())).to.deep.equal([CANARY]);
  });

  /** Where the text is on the host: in files of everything but the programs, in what systemd says, in the journal. */
  async function onHost() {
    const text = await must(
      stage.vm,
      `t=${HALVES[0]}; t=\${t}${HALVES[1]}
       printf '%s\\n' "$t" >/dev/shm/pattern
       grep -rlF -D skip -f /dev/shm/pattern /etc /home /root /run /srv /tmp /var /usr/local /dev/shm --exclude=pattern --exclude-dir=journal | sort
       echo "units $(systemctl show 'hermes-*' | grep -cF -f /dev/shm/pattern)"
       echo "journal $(journalctl -o export --no-pager -q | grep -acF -f /dev/shm/pattern)"
       rm /dev/shm/pattern`,
    );
    const lines = text.split("\n");
    const count = (what: string) =>
      Number(lines.find((line) => line.startsWith(`${what} `))?.slice(what.length));
    return {
      files: lines.filter((line) => line.startsWith("/")),
      units: count("units"),
      journal: count("journal"),
    };
  }
});

function leaks(text: string): string[] {
  return [CANARY, BASE64].filter((form) => text.includes(form));
}
