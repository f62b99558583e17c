import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { connect } from "../../provider/host/connect";
import type { Driver, RunResult } from "../e2e/driver";
import { makeProject, type TestProject } from "../e2e/project";
import { repoRoot } from "../e2e/repo-root";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { chooseDriver } from "./choose-driver";
import { BROKEN_PROGRAM, demoFleet } from "./fleet";
import { Narrator } from "./narrator";

const UNITS = ["hermes-gateway-coder.service", "hermes-gateway-writer.service"];

/** Plays the demo. @returns whether every step ended as it should */
export async function playDemo(): Promise<boolean> {
  const narrator = new Narrator();
  const host = await startEmbeddedHost({ name: "vm1" });
  const project = makeProject({
    name: "hermes-demo",
    fleet: demoFleet(host),
    config: { apiServerKey: "a-key-that-nobody-sees" },
    secrets: ["apiServerKey"],
  });
  let driver: Driver | undefined;
  try {
    narrator.say(
      "A stand-in host: a real SSH server and a real file tree in a temporary directory, systemd simulated.",
    );
    driver = await chooseDriver(project, narrator);
    return await new Demo(narrator, host, project, driver).play();
  } finally {
    await driver?.close();
    project.remove();
    await host.stop();
  }
}

class Demo {
  private whole = true;

  constructor(
    private readonly narrator: Narrator,
    private readonly host: EmbeddedHost,
    private readonly project: TestProject,
    private readonly driver: Driver,
  ) {}

  async play(): Promise<boolean> {
    const { narrator } = this;
    narrator.heading(
      "The plan",
      `Two profiles of one host want port 8642. The plan knows before the host is touched: coder has the higher
priority and runs after a boot, writer is installed and stands by. Here every unit is shown in full; Pulumi's own
preview shortens new ones.`,
    );
    this.plan();

    narrator.heading("Preview", "What Pulumi will do: two gateways to create. Secrets do not show.");
    await this.run(
      "pulumi preview --diff",
      () => this.driver.preview(),
      0,
      (result) => result.text,
    );

    narrator.heading(
      "Up",
      `One connection, one transaction: both units verified and installed, one daemon-reload, the winner started and
watched, and only then enabled.`,
    );
    await this.run("pulumi up", () => this.driver.up(), 0);
    await this.status();

    narrator.heading(
      "Up again",
      "Nothing changed, so nothing is done: no file is written, no gateway is restarted.",
    );
    await this.run("pulumi up", () => this.driver.up(), 0);

    narrator.heading(
      "A change",
      `A new log level for coder. The preview shows the line of the unit; a changed restartsWhenChanged says that this
gateway, and no other, will be restarted.`,
    );
    this.project.writeFleet(demoFleet(this.host, { logLevel: "debug" }));
    await this.run(
      "pulumi preview --diff",
      () => this.driver.preview(),
      0,
      (result) => result.text,
    );
    await this.run("pulumi up", () => this.driver.up(), 0);

    narrator.heading(
      "A change that fails",
      `A release that gives up a moment after its start. The gateway does not stay up, so the host is put back to the
unit that worked; the run fails and says why.`,
    );
    this.host.write("/usr/local/bin/hermes-next", BROKEN_PROGRAM, 0o755);
    this.project.writeFleet(
      demoFleet(this.host, { logLevel: "debug", executable: "/usr/local/bin/hermes-next" }),
    );
    await this.run("pulumi up", () => this.driver.up(), "not 0");
    await this.status();

    narrator.heading("Destroy", "The units go, with their links. The profiles' data stays.");
    await this.run("pulumi destroy", () => this.driver.destroy(), 0);
    await this.status();
    return this.whole;
  }

  /** What `hermes-fleet plan` prints. */
  private plan(): void {
    this.narrator.command("hermes-fleet plan");
    const command = join(repoRoot(), "dist", "provider", "cli", "main.js");
    const { stdout, stderr, status } = spawnSync(process.execPath, [command, "plan"], {
      cwd: this.project.dir,
      encoding: "utf8",
    });
    this.narrator.output(this.shown(stdout + stderr));
    this.whole &&= status === 0;
  }

  private async run(
    command: string,
    operate: () => Promise<RunResult>,
    wanted: 0 | "not 0",
    show: (result: RunResult) => string = summary,
  ): Promise<void> {
    this.narrator.command(command);
    const result = await operate();
    const { exitCode } = result;
    this.narrator.output(this.shown(show(result)));
    const right = wanted === 0 ? exitCode === 0 : exitCode !== 0;
    if (right) return;
    this.whole = false;
    this.narrator.say(`This step should have ended with exit status ${wanted}; it was ${exitCode}.`);
  }

  /** What somebody sees who logs in to the host. */
  private async status(): Promise<void> {
    const command = `systemctl --no-pager --lines=0 status ${UNITS.join(" ")}`;
    this.narrator.command(`ssh vm1 ${command}`);
    const remote = await connect(this.host.connection, { hostKeyName: "vm1" });
    const { stdout, stderr } = await remote.exec(command);
    await remote.close();
    this.narrator.output(this.shown(`${stdout}${stderr}`));
  }

  /** Paths as they would be on a machine of its own. */
  private shown(text: string): string {
    return text.replaceAll(this.host.path("/"), "/");
  }
}

/** What changed, what went wrong, and the counts; without the properties, which the preview has shown. */
function summary({ text, changes }: RunResult): string {
  const rows = Object.entries(changes).map(([name, change]) => `${change.padEnd(8)} ${name}`);
  const end = /^(Diagnostics|Resources):/m.exec(text)?.index ?? 0;
  return [...rows, text.slice(end)].join("\n");
}
