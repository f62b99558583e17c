import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const PATH = `/etc/systemd/system/${CODER}`;

describe("what a host is refused for, before anything changes on it", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {} }) }));
  const write = (coder: object, connection: object = stage.connection(1), rest: object = {}) =>
    stage.project.writeFleet({ ...stage.fleet(1, { coder }), hosts: { vm1: { connection, ...rest } } });
  const both = async () => [await must(stage.host(1), `cat ${PATH}`), await lifeOf(stage.host(1), CODER)];

  before(async () => expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" }));

  const wrong: readonly (readonly [what: string, coder: object, ...says: string[]])[] = [
    [
      "an account that the host does not have",
      { user: "nobody-here" },
      "[account-missing]",
      "useradd --create-home nobody-here",
    ],
    [
      "a program that is missing",
      { executable: "/opt/none/hermes" },
      "[executable-missing]",
      "/opt/none/hermes is missing",
    ],
    [
      "a program that the account may not execute",
      { executable: "/etc/hostname" },
      "[executable-missing]",
      "hermes may not execute it",
    ],
    [
      "a home that the account cannot write",
      { home: "/srv/none/coder" },
      "[home-unwritable]",
      "/srv/none/coder cannot be written by hermes",
    ],
    [
      "a directive that systemd does not know",
      { directives: { Service: { LimitNofile: "5" } } },
      "[unit-invalid]",
      "LimitNofile",
    ],
    [
      "a value that systemd cannot read",
      { directives: { Service: { LimitNOFILE: "many" } } },
      "[unit-invalid]",
      "LimitNOFILE",
    ],
  ];
  for (const [what, coder, ...says] of wrong) {
    it(what, async () => {
      const before = await both();
      write(coder);
      expectFailure(await stage.pulumi.up(), ...says, "remedy: ");
      expect(await both()).to.deep.equal(before);
    });
  }

  it("a drop-in that somebody added since, until a refresh has seen it", async () => {
    await must(
      stage.host(1),
      `systemctl set-property --runtime ${CODER} TasksMax=77 && mkdir -p ${PATH}.d && printf '[Service]\\nNice=3\\n' >${PATH}.d/90-nice.conf && systemctl daemon-reload`,
    );
    const before = await both();
    write({ environment: { A: "1" } });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", `${PATH}.d/90-nice.conf`);
    expect(await both()).to.deep.equal(before);
    expectRun(await stage.pulumi.up({ refresh: true }), { "hermes/vm1/coder": "update" });
    expect(await must(stage.host(1), `cat ${PATH}.d/90-nice.conf`)).to.equal("[Service]\nNice=3");
  });

  it("a link that somebody removed since", async () => {
    await must(stage.host(1), `systemctl disable ${CODER}`);
    write({ environment: { A: "2" } });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", "is linked from nowhere");
    expectRun(await stage.pulumi.up({ refresh: true }), { "hermes/vm1/coder": "update" });
    expect(await must(stage.host(1), `systemctl is-enabled ${CODER}`)).to.equal("enabled");
  });

  it("a machine that does not know our key, or our account", async () => {
    const { privateKeyFile: _, ...rest } = stage.connection(1);
    write({ environment: { A: "3" } }, { ...rest, user: "admin", password: "not-this-one" });
    expectFailure(await stage.pulumi.up(), "[auth-failed]", "admin");
  });

  it("an account without sudo", async () => {
    write({ environment: { A: "3" } }, stage.connection(1, "plain"));
    expectFailure(
      await stage.pulumi.up(),
      "[sudo-denied]",
      "plain may not run sudo without a password",
      "NOPASSWD",
    );
  });

  it("an account with sudo is good", async () => {
    write({ environment: { A: "3" } }, stage.connection(1, "admin"));
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    expect(await must(stage.host(1), `grep -c '"A=3"' ${PATH}`)).to.equal("1");
  });
});
