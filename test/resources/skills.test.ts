import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { loadSkills } from "../../provider/components/skills-directory";
import { closeSessions } from "../../provider/host/session/host-sessions.js";
import { createGateway, updateGateway } from "../../provider/resources/gateway-profile/apply.js";
import { deleteGateway } from "../../provider/resources/gateway-profile/delete.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { readGateway } from "../../provider/resources/gateway-profile/read.js";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { failure } from "./support/failure";
import { sampleInputs } from "./support/sample-gateway";

const UNIT = "hermes-gateway-coder.service";
const SKILLS = "/home/hermes/.hermes/profiles/coder/skills";

describe("skills of a home, in this process", () => {
  let host: EmbeddedHost;
  let directory: string;
  let outs: GatewayOutputs;
  const inputs = (more: object = {}, spec: object = {}) => {
    const { skills, problems } = loadSkills(directory, ["skills"]);
    expect(problems).to.deep.equal([]);
    const declared = { skills: skills.files, skillsFrom: skills.directory };
    return sampleInputs(
      { connection: host.connection, ...declared, ...more } as Partial<GatewayInputs>,
      spec,
    );
  };
  const write = (path: string, text: string | Buffer, mode = 0o644) => {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  const create = async (more: object = {}) => {
    ({ outs } = await createGateway(inputs(more)));
  };
  const update = async (more: object = {}) => {
    ({ outs } = await updateGateway(outs, inputs(more)));
  };
  const started = () => host.unit(UNIT).invocationId;
  const text = (path: string) => host.read(`${SKILLS}/${path}`);
  const exists = (path: string) => existsSync(host.path(`${SKILLS}/${path}`));
  const inode = (path: string) => statSync(host.path(`${SKILLS}/${path}`)).ino;
  const mode = (path: string) => (statSync(host.path(`${SKILLS}/${path}`)).mode & 0o777).toString(8);

  beforeEach(async () => {
    host = await startEmbeddedHost();
    directory = mkdtempSync(join(tmpdir(), "hermes-skills-"));
    write("web/SKILL.md", "---\nname: web\n---\n");
    write("web/scripts/fetch.py", "print(1)\n", 0o755);
    write("notes/a b.md", Buffer.from([0, 255, 10, 128]));
  });
  afterEach(async () => {
    await closeSessions();
    await host.stop();
    rmSync(directory, { recursive: true });
  });

  it("are uploaded as they are, with their executable bit; the state has no content and no path of here", async () => {
    await create();
    expect(text("web/SKILL.md")).to.equal("---\nname: web\n---\n");
    expect([...readFileSync(host.path(`${SKILLS}/notes/a b.md`))]).to.deep.equal([0, 255, 10, 128]);
    expect([mode("web/SKILL.md"), mode("web/scripts/fetch.py")]).to.deep.equal(["644", "755"]);
    expect(Object.keys(outs.skills ?? {})).to.deep.equal([
      "notes/a b.md",
      "web/SKILL.md",
      "web/scripts/fetch.py",
    ]);
    expect(JSON.stringify(outs)).to.not.include(directory).and.not.include("name: web");
  });

  it("that do not differ are not sent", async () => {
    await create();
    const before = [inode("web/SKILL.md"), inode("notes/a b.md")];
    write("web/scripts/fetch.py", "print(2)\n", 0o755);
    await update();
    expect(text("web/scripts/fetch.py")).to.equal("print(2)\n");
    expect([inode("web/SKILL.md"), inode("notes/a b.md")]).to.deep.equal(before);
  });

  it("restart the gateway when the index of Hermes changes with them, and only then", async () => {
    await create();
    let before = started();
    write("web/scripts/fetch.py", "print(2)\n", 0o755);
    write("notes/more.md", "more\n");
    await update();
    expect(started()).to.equal(before);
    before = started();
    write("web/SKILL.md", "---\nname: web2\n---\n");
    await update();
    expect(started()).to.not.equal(before);
    before = started();
    rmSync(join(directory, "web"), { recursive: true });
    await update();
    expect(started()).to.not.equal(before);
  });

  it("change their mode alone", async () => {
    await create();
    write("web/scripts/fetch.py", "print(1)\n", 0o644);
    write("web/SKILL.md", "---\nname: web\n---\n", 0o755);
    await update();
    expect([mode("web/SKILL.md"), mode("web/scripts/fetch.py")]).to.deep.equal(["755", "644"]);
  });

  it("that leave the directory leave the host, and so do directories that were only for them", async () => {
    host.write(`${SKILLS}/web/learned.md`, "by the agent\n");
    await create();
    rmSync(join(directory, "web"), { recursive: true });
    rmSync(join(directory, "notes"), { recursive: true });
    write("other/SKILL.md", "other\n");
    await update();
    expect(exists("notes")).to.equal(false);
    expect(exists("web/scripts")).to.equal(false);
    expect(exists("web/SKILL.md")).to.equal(false);
    expect(text("web/learned.md")).to.equal("by the agent\n");
  });

  it("of somebody else are neither touched nor reported", async () => {
    host.write(`${SKILLS}/.bundled_manifest`, "x\n");
    host.write(`${SKILLS}/mine/SKILL.md`, "mine\n");
    await create();
    host.write(`${SKILLS}/mine/SKILL.md`, "changed\n");
    expect((await readGateway("vm1/coder", outs)).inputs).to.equal(undefined);
    await update({ skills: undefined });
    expect(text("mine/SKILL.md")).to.equal("changed\n");
    expect(text(".bundled_manifest")).to.equal("x\n");
    expect(exists("web")).to.equal(false);
  });

  it("go with the profile, unless somebody has changed them", async () => {
    await create();
    host.write(`${SKILLS}/web/SKILL.md`, "theirs\n");
    await deleteGateway("vm1/coder", outs);
    expect(text("web/SKILL.md")).to.equal("theirs\n");
    expect(exists("web/scripts")).to.equal(false);
    expect(exists("notes")).to.equal(false);
  });

  it("that are there already with other contents are refused, all at once; take-over replaces them", async () => {
    host.write(`${SKILLS}/web/SKILL.md`, "theirs\n");
    host.write(`${SKILLS}/notes/a b.md/x`, "a directory\n");
    const { message } = await failure(create());
    expect(message)
      .to.include("[home-file-refused]")
      .and.include("skills/notes/a b.md: is no file, or the account may not read it")
      .and.include("skills/web/SKILL.md: is there with another content than declared")
      .and.include("adopt: take-over");
    rmSync(host.path(`${SKILLS}/notes`), { recursive: true });
    await create({ adopt: "take-over" });
    expect(text("web/SKILL.md")).to.equal("---\nname: web\n---\n");
  });

  it("that are there already with the same content become ours", async () => {
    host.write(`${SKILLS}/web/SKILL.md`, "---\nname: web\n---\n");
    await create();
    await deleteGateway("vm1/coder", outs);
    expect(exists("web")).to.equal(false);
  });

  it("that somebody changed or removed stop a change, and are drift that the next apply mends", async () => {
    await create();
    host.write(`${SKILLS}/web/SKILL.md`, "theirs\n");
    rmSync(host.path(`${SKILLS}/notes/a b.md`));
    write("more/SKILL.md", "more\n");
    const { message } = await failure(update());
    expect(message).to.include("somebody changed skills/notes/a b.md, skills/web/SKILL.md since");
    expect(exists("more")).to.equal(false);
    const found = await readGateway("vm1/coder", outs);
    expect(found.props?.status).to.equal("drifted");
    expect(Object.keys(found.inputs?.skills ?? {})).to.deep.equal(["web/SKILL.md", "web/scripts/fetch.py"]);
    expect(found.inputs?.skills?.["web/SKILL.md"]).to.not.equal(outs.skills?.["web/SKILL.md"]);
    outs = found.props as GatewayOutputs;
    await update();
    expect(text("web/SKILL.md")).to.equal("---\nname: web\n---\n");
    expect(exists("notes/a b.md")).to.equal(true);
    expect(text("more/SKILL.md")).to.equal("more\n");
    expect((await readGateway("vm1/coder", outs)).inputs).to.equal(undefined);
  });

  it("come back with the gateway that does not become healthy", async () => {
    await create();
    write("web/SKILL.md", "worse\n", 0o755);
    rmSync(join(directory, "notes"), { recursive: true });
    write("new/deep/SKILL.md", "new\n");
    host.write("/usr/local/bin/hermes-broken", '#!/bin/sh\n# embedded: {"exitCode":3}\n', 0o755);
    const health = { healthyForSeconds: 1, deadlineSeconds: 5 };
    const broken = inputs({ health }, { executable: "/usr/local/bin/hermes-broken" });
    const { message } = await failure(updateGateway(outs, broken));
    expect(message).to.include("[gateway-failed]");
    expect(text("web/SKILL.md")).to.equal("---\nname: web\n---\n");
    expect(mode("web/SKILL.md")).to.equal("644");
    expect(exists("notes/a b.md")).to.equal(true);
    expect(exists("new")).to.equal(false);
  });

  it("that changed here since the plan are refused, and so are those whose directory this run does not know", async () => {
    const planned = inputs();
    write("web/SKILL.md", "later\n");
    expect((await failure(createGateway(planned))).message)
      .to.include("[home-file-refused]")
      .and.include("skills/web/SKILL.md: was changed on this machine since the plan was made");
    const elsewhere = { ...planned, hostKey: "vm9" };
    expect((await failure(createGateway(elsewhere))).message).to.include("is not known to this run");
  });

  it("may be two hundred files, and four megabytes", async () => {
    for (let n = 0; n < 200; n += 1) write(`many/${n % 20}/f${n}`, `${n}\n`);
    const big = [1, 2, 3].map((seed) => Buffer.alloc(1_000_000, `${seed} big\n`));
    big.forEach((content, n) => {
      write(`big/${n}`, content);
    });
    await create();
    for (const [n, content] of big.entries())
      expect(content.equals(readFileSync(host.path(`${SKILLS}/big/${n}`)))).to.equal(true);
    expect(text("many/19/f199")).to.equal("199\n");
    write("many/0/f0", "new\n");
    await update();
    expect(text("many/0/f0")).to.equal("new\n");
    await deleteGateway("vm1/coder", outs);
    expect(exists("many")).to.equal(false);
  });
});
