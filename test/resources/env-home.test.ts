import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { expect } from "chai";
import { closeSessions } from "../../provider/host/session/host-sessions.js";
import { createGateway, updateGateway } from "../../provider/resources/gateway-profile/apply.js";
import { deleteGateway } from "../../provider/resources/gateway-profile/delete.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { readGateway } from "../../provider/resources/gateway-profile/read.js";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { failure } from "./support/failure";
import { sampleInputs } from "./support/sample-gateway";

const HOME = "/home/hermes/.hermes/profiles/coder";
const ENV = `${HOME}/.env`;
const TOKEN = { TOKEN: "canary-51d0" };
/** Bytes that no text has, and no line end at the end. */
const THEIRS = Buffer.from("\xef\xbb\xbfA=1\r\n\0\xff\nexport B = 'two'\n# the end", "latin1");

describe("a .env that others write too, in this process", () => {
  let host: EmbeddedHost;
  let outs: GatewayOutputs;
  const inputs = (more: Partial<GatewayInputs> = {}) =>
    sampleInputs({ connection: host.connection, env: TOKEN, ...more });
  const create = async (more: Partial<GatewayInputs> = {}) => {
    ({ outs } = await createGateway(inputs(more)));
  };
  const update = async (more: Partial<GatewayInputs>) => {
    ({ outs } = await updateGateway(outs, inputs(more)));
  };
  const destroy = () => deleteGateway("vm1/coder", outs);
  const bytes = () => readFileSync(host.path(ENV)).toString("latin1");
  const put = (content: string | Buffer, mode = 0o640) => {
    mkdirSync(host.path(HOME), { recursive: true });
    writeFileSync(host.path(ENV), content, { mode });
  };

  beforeEach(async () => {
    host = await startEmbeddedHost();
  });
  afterEach(async () => {
    await closeSessions();
    await host.stop();
  });

  it("keeps every other byte and its mode through create, change and destroy", async () => {
    put(THEIRS);
    await create();
    expect(bytes().startsWith(`${THEIRS.toString("latin1")}\n# >>> hermes-fleet`)).to.equal(true);
    expect(bytes()).to.include("\nTOKEN=canary-51d0\n# <<< hermes-fleet <<<\n");
    await update({ env: { TOKEN: "changed-51d1" } });
    expect(bytes()).to.include("\nTOKEN=changed-51d1\n").and.not.include("canary");
    expect((statSync(host.path(ENV)).mode & 0o777).toString(8)).to.equal("640");
    await destroy();
    expect(bytes()).to.equal(THEIRS.toString("latin1"));
  });

  it("a block that a create of before has left goes where nothing is declared any more", async () => {
    await create();
    const left = bytes();
    await destroy();
    put(`X=1\n${left}`);
    await create({ env: {} });
    expect(bytes()).to.equal("X=1\n");
  });

  it("goes in the end only where we have made it", async () => {
    await create();
    await destroy();
    expect(existsSync(host.path(ENV))).to.equal(false);
    put("");
    await create();
    await destroy();
    expect(bytes()).to.equal("");
  });

  for (const [what, text] of [
    ["before", "TOKEN=theirs\n"],
    ["behind a comment, exported and quoted", "# mine\nexport TOKEN='theirs'\n"],
  ] as const) {
    it(`a key of ours with another value ${what} refuses a create, unless it is taken over`, async () => {
      put(text);
      expect((await failure(create())).message).to.match(/\[home-file-refused\].*TOKEN has another value/s);
      expect(bytes()).to.equal(text);
      await create({ adopt: "take-over" });
      expect(bytes()).to.not.include("theirs");
    });
  }

  it("the same value beside ours is none, and stays in the end", async () => {
    put("TOKEN=canary-51d0\n");
    await create();
    await destroy();
    expect(bytes()).to.equal("TOKEN=canary-51d0\n");
  });

  it("another value behind our block is drift: it stops an update, shows in a refresh and is put back", async () => {
    await create();
    put(`${bytes()}TOKEN=theirs\n`);
    expect((await failure(update({ env: { TOKEN: "new" } }))).message).to.include("[changed-on-host]");
    const found = await readGateway("vm1/coder", outs);
    expect(found.inputs?.env).to.deep.equal({ TOKEN: "theirs" });
    outs = found.props as GatewayOutputs;
    await update({ env: { TOKEN: "new" } });
    expect(bytes()).to.not.include("theirs");
    expect(bytes()).to.include("TOKEN=new");
  });

  it("what others write around the block is no drift", async () => {
    await create();
    put(`X=1\n${bytes()}Y=2\n`);
    expect(await readGateway("vm1/coder", outs)).to.not.have.property("inputs");
    await update({ env: { TOKEN: "new" } });
    expect(bytes()).to.match(/^X=1\n# >>> [\s\S]*TOKEN=new\n# <<< hermes-fleet <<<\nY=2\n$/);
  });

  it("a block without its end swallows nothing: a change is refused, a destroy takes our lines alone", async () => {
    await create();
    put(`${bytes().replace("# <<< hermes-fleet <<<\n", "")}MINE=1\n`);
    const before = bytes();
    expect((await failure(update({ env: { TOKEN: "new" } }))).message).to.include("its last line is gone");
    expect(bytes()).to.equal(before);
    await destroy();
    expect(bytes()).to.equal("MINE=1\n");
  });

  it("of two blocks a destroy takes both, and of an edited one our lines alone", async () => {
    await create();
    const block = bytes();
    put(`${block}M=1\n${block.replace("# <<<", "EDITED=1\n# <<<")}`);
    expect((await failure(update({ env: { TOKEN: "new" } }))).message).to.include("one of 2");
    await destroy();
    expect(bytes()).to.equal("M=1\nEDITED=1\n");
  });

  it("a block with other line breaks is the same block", async () => {
    await create();
    put(bytes().replaceAll("\n", "\r\n"));
    await update({ env: { TOKEN: "new" } });
    expect(bytes()).to.include("TOKEN=new").and.not.include("canary");
    expect(bytes().match(/>>>/g)).to.have.length(2);
  });

  for (const [what, make] of [
    ["a directory", (path: string) => mkdirSync(path)],
    ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["a link that leads nowhere", (path: string) => symlinkSync("nowhere", path)],
    ["a file beyond 1 MB", (path: string) => writeFileSync(path, "# x\n".repeat(300_000))],
  ] as const) {
    it(`${what} in its place is refused and stays`, async () => {
      mkdirSync(host.path(HOME), { recursive: true });
      make(host.path(ENV));
      const before = lstatSync(host.path(ENV));
      expect((await failure(create())).message).to.include("[home-file-refused]");
      expect(lstatSync(host.path(ENV)).ino).to.equal(before.ino);
    });
  }

  it("a link is written through, and a file with a second name is left as it is", async () => {
    mkdirSync(host.path(`${HOME}/../shared`), { recursive: true });
    mkdirSync(host.path(HOME), { recursive: true });
    writeFileSync(host.path(`${HOME}/../shared/env`), "X=1\n");
    symlinkSync("../shared/env", host.path(ENV));
    await create();
    expect(lstatSync(host.path(ENV)).isSymbolicLink()).to.equal(true);
    expect(bytes()).to.match(/^X=1\n# >>>/);
    await destroy();
    expect(bytes()).to.equal("X=1\n");
    rmSync(host.path(ENV));
    linkSync(host.path(`${HOME}/../shared/env`), host.path(ENV));
    expect((await failure(create())).message).to.match(/has 2 names/);
    expect(bytes()).to.equal("X=1\n");
  });

  it("a state of before knows only the digest of the block, and goes on from there", async () => {
    put("X=1\n");
    await create();
    const { files: _, ...onHost } = outs.onHost as NonNullable<GatewayOutputs["onHost"]>;
    outs = { ...outs, onHost };
    expect(await readGateway("vm1/coder", outs)).to.deep.equal({ id: "vm1/coder", props: outs });
    await update({ env: { TOKEN: "new" } });
    expect(bytes()).to.match(/^X=1\n# >>> [\s\S]*TOKEN=new\n/);
    await destroy();
    expect(bytes()).to.equal("X=1\n");
  });
});
