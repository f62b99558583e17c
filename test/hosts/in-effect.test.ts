import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const UNIT = `/etc/systemd/system/${CODER}`;
const NAME = "hermes/vm1/coder";
const FOREIGN = `[Service]\nExecStart=/bin/sleep infinity\n`;

describe("what is in effect under a unit's name before its first create", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {} }) }));
  const host = () => stage.host(1);
  const write = (coder: object) => stage.project.writeFleet(stage.fleet(1, { coder }));
  const put = (path: string, text: string) =>
    must(
      host(),
      `mkdir -p "$(dirname ${path})" && printf '${text.replaceAll("\n", "\\n")}' >${path} && systemctl daemon-reload`,
    );
  const refused = async (...says: string[]) => {
    write({});
    expectFailure(await stage.pulumi.up(), ...says, "remedy: ");
    expect(await serving(host())).to.deep.equal([]);
    expect(await must(host(), `test -e ${UNIT} || echo none`)).to.equal("none");
  };

  for (const directory of [
    "/usr/lib/systemd/system",
    "/run/systemd/system",
    "/usr/local/lib/systemd/system",
  ]) {
    it(`a gateway by a file in ${directory} is not replaced, and goes on`, async () => {
      const path = `${directory}/${CODER}`;
      await put(path, FOREIGN);
      await must(host(), `systemctl start ${CODER}`);
      const before = await lifeOf(host(), CODER);
      await refused("[already-exists]", path);
      expect(await lifeOf(host(), CODER)).to.deep.equal(before);
      await must(
        host(),
        `systemctl stop ${CODER}; rm ${path}; systemctl daemon-reload; systemctl reset-failed ${CODER} || true`,
      );
    });
  }

  it("a transient unit of that name is not replaced, and not by take-over either", async () => {
    await must(host(), `systemd-run --quiet --unit=${CODER} sleep infinity`);
    write({ adopt: "take-over" });
    expectFailure(await stage.pulumi.up(), "[unit-shadowed]", `/run/systemd/transient/${CODER}`);
    await must(host(), `systemctl stop ${CODER}`);
  });

  for (const [what, path] of [
    ["its own", `${UNIT}.d/10-conflicts.conf`],
    ["one by a beginning of its name", "/etc/systemd/system/hermes-gateway-.service.d/x.conf"],
    ["one by a shorter beginning, of the distribution", "/usr/lib/systemd/system/hermes-.service.d/x.conf"],
  ] as const) {
    it(`a drop-in is named: ${what}`, async () => {
      await put(path, "[Service]\nNice=3\n");
      await refused("[drop-ins-in-effect]", path);
      await must(host(), `rm -r ${path.slice(0, path.lastIndexOf("/"))}; systemctl daemon-reload`);
    });
  }

  for (const [how, command] of [
    ["for good", `systemctl unmask ${CODER}`],
    ["until the next boot", `systemctl unmask --runtime ${CODER}`],
  ] as const) {
    it(`a mask ${how} is named with the command that takes it away, and that one leads on`, async () => {
      await must(host(), command.replace("unmask", "mask"));
      await refusedByMask(command);
      await must(host(), command);
      write({});
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      expectRun(await stage.pulumi.destroy(), { [NAME]: "delete" });
    });
  }
  const refusedByMask = async (command: string) => {
    write({});
    expectFailure(await stage.pulumi.up(), "[unit-masked]", `\`${command}\``);
  };

  it("a drop-in for all services is the host's policy: on record, and a change of it is drift", async () => {
    const path = "/etc/systemd/system/service.d/10-policy.conf";
    await put(path, "[Service]\nNice=1\n");
    write({});
    expectRun(await stage.pulumi.up(), { [NAME]: "create" });
    await put(path, "[Service]\nNice=2\n");
    write({ environment: { A: "1" } });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", path);
    expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
    expectRun(await stage.pulumi.preview({ refresh: true }), {});
  });

  it("a drop-in by a beginning of the name that comes later stops the next change", async () => {
    const path = "/etc/systemd/system/hermes-.service.d/late.conf";
    await put(path, "[Service]\nNice=4\n");
    write({ environment: { A: "2" } });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", path);
    const seen = await stage.pulumi.up({ refresh: true });
    expectRun(seen, { [NAME]: "update" });
    expect(seen.text + seen.log).to.contain(`the drop-in ${path} was added by somebody else`);
  });
});
