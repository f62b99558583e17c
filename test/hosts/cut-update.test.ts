import { expect } from "chai";
import { makeProject } from "../e2e/project";
import { MemoryState, TestEngine } from "../engine";
import { must, remains, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const ON_VM1 = unitOf("coder");

describe("a hint after an update that was cut: the host has finished it, the state knows nothing of it", () => {
  const stage = useLab(2);
  const made: { remove(): void }[] = [];
  let state = new MemoryState();

  after(() => {
    for (const project of made) project.remove();
  });
  afterEach(async () => {
    const result = await engineFor({ hosts: fleet({}).hosts, profiles: {} }).destroy();
    expect(result.exitCode, result.text).to.equal(0);
    for (const n of [1, 2]) expect(await remains(stage.host(n))).to.equal("");
  });

  const fleet = (profiles: object, hosts = 2) => stage.fleet(hosts, profiles as never);
  function engineFor(declared: object, env: Record<string, string> = {}): TestEngine {
    const project = makeProject({ fleet: declared as never });
    made.push(project);
    return new TestEngine({
      projectDir: project.dir,
      projectName: "fleet",
      main: "index.js",
      stack: "dev",
      state,
      env,
    });
  }
  /** Applies it, and forgets that. */
  const cut = async (declared: object) => {
    state = new MemoryState();
    const result = await engineFor(declared).up();
    expect(result.exitCode, result.text).to.equal(0);
    state = new MemoryState();
  };
  const both = async () => [await serving(stage.host(1)), await serving(stage.host(2))];

  it("movedFrom: what runs on the host that it leaves is ended before it starts on the other", async () => {
    await cut(fleet({ coder: { hosts: ["vm1"], env: { A_TOKEN: "one" } } }));
    const moved = fleet({ coder: { hosts: ["vm2"], movedFrom: "vm1", env: { A_TOKEN: "one" } } });
    const result = await engineFor(moved).up();
    expect(result.exitCode, result.text).to.equal(0);
    expect(await both()).to.deep.equal([[], ["coder"]]);
    expect(result.text + result.providerStdout).to.contain(
      `${ON_VM1} of an update that was cut was taken away from vm1`,
    );
    expect(await remains(stage.host(1))).to.equal("");
    const again = await engineFor(moved).up();
    expect(again.exitCode, again.text).to.equal(0);
  });

  it("movedFrom: a unit of another name and manager with the mark is ended too", async () => {
    await cut(fleet({ coder: { hosts: ["vm1"], scope: "user" } }));
    const result = await engineFor(
      fleet({ coder: { hosts: ["vm2"], movedFrom: "vm1", unitName: "hermes-gateway-other.service" } }),
    ).up();
    expect(result.exitCode, result.text).to.equal(0);
    expect(await both()).to.deep.equal([[], ["coder"]]);
    expect(await remains(stage.host(1))).to.equal("");
  });

  it("movedFrom: what another stack has under that name is left alone", async () => {
    const other = makeProject({ name: "other", fleet: fleet({ coder: { hosts: ["vm1"] } }) as never });
    made.push(other);
    const theirs = new TestEngine({
      projectDir: other.dir,
      projectName: "other",
      main: "index.js",
      stack: "dev",
      state: new MemoryState(),
    });
    expect((await theirs.up()).exitCode).to.equal(0);
    state = new MemoryState();
    const result = await engineFor(fleet({ coder: { hosts: ["vm2"], movedFrom: "vm1" } })).up();
    expect(result.exitCode, result.text).to.equal(0);
    expect(await both()).to.deep.equal([["coder"], ["coder"]]);
    expect((await theirs.destroy()).exitCode).to.equal(0);
  });

  it("movedFrom: a host that is declared no more, or does not answer, is no reason to start a second one", async () => {
    await cut(fleet({ coder: { hosts: ["vm1"] } }));
    const { vm2 } = fleet({}).hosts as Record<string, object>;
    const moved = { coder: { hosts: ["vm2"], movedFrom: "vm1" } };
    const without = await engineFor({ ...fleet(moved), hosts: { vm2 } }).up();
    expect(without.exitCode).to.equal(1);
    expect(without.text).to.contain("[moved-from-not-looked-at]");
    expect(without.text).to.contain("declare vm1 again until the profile is moved");
    const silent = { connection: { ...stage.connection(1), port: 9 }, connectDeadlineSeconds: 1 };
    const unanswered = {
      ...fleet(moved),
      hosts: { vm1: silent, vm2: { ...vm2, connectDeadlineSeconds: 1 } },
    };
    const refused = await engineFor(unanswered).up();
    expect(refused.exitCode).to.equal(1);
    expect(refused.text).to.contain("[moved-from-not-looked-at]");
    expect(await both()).to.deep.equal([["coder"], []]);
    const skipped = await engineFor(unanswered, { HERMES_FLEET_ON_UNREACHABLE: "skip" }).up();
    expect(skipped.exitCode, skipped.text).to.equal(0);
    expect(skipped.text + skipped.providerStdout).to.contain(
      "vm1 was not reached; what runs there of this gateway goes on",
    );
    expect(await both()).to.deep.equal([["coder"], ["coder"]]);
    await engineFor(fleet({ coder: { hosts: ["vm1", "vm2"] } })).up();
  });

  it("renamedFrom: the earlier name is refused while it is there, and the remedy leads on", async () => {
    await cut(fleet({ coder: {} }, 1));
    const renamed = fleet({ writer: { renamedFrom: "coder" } }, 1);
    const refused = await engineFor(renamed).up();
    expect(refused.exitCode).to.equal(1);
    expect(refused.text).to.contain("[renamed-from-still-there]");
    expect(refused.text).to.contain(
      "declare the profile as coder again and run `pulumi up`, which takes it over",
    );
    expect(await both()).to.deep.equal([["coder"], []]);
    for (const next of [fleet({ coder: {} }, 1), renamed]) {
      const result = await engineFor(next).up();
      expect(result.exitCode, result.text).to.equal(0);
    }
    expect(await both()).to.deep.equal([["writer"], []]);
  });

  it("another unitName, scope or home: the one of before is taken over, and never two run", async () => {
    for (const changed of [
      { unitName: "hermes-gateway-other.service" },
      { scope: "user" },
      { home: "/home/hermes/.hermes/profiles/elsewhere" },
    ]) {
      await cut(fleet({ coder: {} }, 1));
      const result = await engineFor(fleet({ coder: changed }, 1)).up();
      expect(result.exitCode, result.text).to.equal(0);
      expect(await both()).to.deep.equal([["coder"], []]);
      expect((await engineFor(fleet({ coder: changed }, 1)).destroy()).exitCode).to.equal(0);
      expect(
        await must(
          stage.host(1),
          "ls /etc/systemd/system /home/hermes/.config/systemd/user 2>/dev/null | grep gateway || true",
        ),
      ).to.equal("");
    }
  });
});
