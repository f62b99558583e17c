import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
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

const UNIT = "hermes-gateway-coder.service";
const HOME = "/home/hermes/.hermes/profiles/coder";
const CONFIG = `${HOME}/config.yaml`;
const SOUL = `${HOME}/SOUL.md`;
const CANARY = "canary-4e1c88a0b7d2f9";

/** A file as people have it: comments, odd quotes, no line end at its end. */
const THEIRS = `# mine\r\nmodel:   # which\r\n  default: 'gpt-x'\r\n\r\nagent: {verbose: yes}\r\n# the end`;

describe("files of a home, in this process", () => {
  let host: EmbeddedHost;
  let outs: GatewayOutputs;
  const inputs = (more: Partial<GatewayInputs> = {}) =>
    sampleInputs({ connection: host.connection, ...more });
  const started = () => host.unit(UNIT).invocationId;
  const update = async (more: Partial<GatewayInputs>) => {
    ({ outs } = await updateGateway(outs, inputs(more)));
  };
  const mode = (path: string) => (statSync(host.path(path)).mode & 0o777).toString(8);
  const exists = (path: string) => existsSync(host.path(path));
  /** Files of the machine that have a text in them. */
  const find = (text: string) =>
    ["etc", "home", "run", "var", "root", "tmp"]
      .flatMap((top) => {
        const paths = existsSync(host.path(`/${top}`))
          ? readdirSync(host.path(`/${top}`), { recursive: true, encoding: "utf8" })
          : [];
        return paths.map((path) => `/${top}/${path}`);
      })
      .filter((path) => statSync(host.path(path), { throwIfNoEntry: false })?.isFile())
      .filter((path) => readFileSync(host.path(path)).includes(text));

  beforeEach(async () => {
    host = await startEmbeddedHost();
  });
  afterEach(async () => {
    await closeSessions();
    await host.stop();
  });

  const config = {
    platforms: { api_server: { enabled: true, extra: { key: CANARY } } },
    agent: { drain: 5 },
  };

  it("a config is written, changed and removed; every other byte stays", async () => {
    host.write(CONFIG, THEIRS, 0o640);
    ({ outs } = await createGateway(inputs({ config })));
    expect(outs.config).to.deep.equal(config);
    expect(host.read(CONFIG)).to.include("agent: {verbose: yes, drain: 5}\r\n").and.include(CANARY);
    expect(mode(CONFIG)).to.equal("640");

    const before = started();
    await update({ config: { agent: { drain: 7 } } });
    expect(host.read(CONFIG)).to.include("{verbose: yes, drain: 7}").and.not.include("platforms");
    expect(started()).to.not.equal(before);

    await deleteGateway("vm1/coder", outs);
    expect(host.read(CONFIG)).to.equal(THEIRS);
    expect(mode(CONFIG)).to.equal("640");
  });

  it("a file that we made is private, and goes with the last of its settings", async () => {
    ({ outs } = await createGateway(inputs({ config })));
    expect(mode(CONFIG)).to.equal("600");
    await update({});
    expect(exists(CONFIG)).to.equal(false);
    expect(outs.onHost).to.not.have.property("files");
  });

  it("takes one look more than a gateway without files", async () => {
    const counted = async (work: () => Promise<unknown>) => {
      const before = host.executed.length;
      await work();
      return host.executed.length - before;
    };
    ({ outs } = await createGateway(inputs()));
    const plain = await counted(() => update({ priority: 7 } as never));
    expect(await counted(() => update({ env: { A: "1" } }))).to.equal(plain + 1);
    expect(await counted(() => update({ env: { A: "1" }, config }))).to.equal(plain + 1);
    expect(await counted(() => update({ env: { A: "2" }, config, soul: "# Me\n" }))).to.equal(plain + 1);
  });

  it("the same declared again neither writes nor restarts", async () => {
    ({ outs } = await createGateway(inputs({ config })));
    const before = started();
    await update({ config, priority: 5 } as never);
    expect(started()).to.equal(before);
    expect(await readGateway("vm1/coder", outs)).to.deep.equal({ id: "vm1/coder", props: outs });
  });

  it("what others write into the file is no drift and stays", async () => {
    ({ outs } = await createGateway(inputs({ config })));
    host.write(CONFIG, `# by hand\n${host.read(CONFIG)}_config_version: 33\n`);
    const found = await readGateway("vm1/coder", outs);
    expect(found).to.not.have.property("inputs");
    expect(found.props?.status).to.equal("applied");
    await update({ config: { agent: { drain: 6 } } });
    expect(host.read(CONFIG)).to.equal("# by hand\nagent:\n  drain: 6\n_config_version: 33\n");
  });

  it("a setting of ours that somebody changed stops an update, shows in a refresh and is put back", async () => {
    ({ outs } = await createGateway(inputs({ config })));
    const text = host.read(CONFIG);
    host.write(CONFIG, text.replace("drain: 5", "drain: 50").replace(CANARY, "another-canary-77"));
    const error = await failure(updateGateway(outs, inputs({ config: { ...config, logging: true } })));
    expect(error.message)
      .to.include("[changed-on-host]")
      .and.include("agent.drain")
      .and.include("config.yaml");
    expect(error.message).to.not.match(/canary|50/);
    const { props, inputs: found } = await readGateway("vm1/coder", outs);
    expect(found?.config).to.have.nested.property("agent.drain", 50);
    expect(props?.status).to.equal("drifted");
    outs = props ?? outs;
    await update({ config });
    expect(host.read(CONFIG)).to.equal(text);
  });

  it("a value of somebody else's is refused without showing it, or taken over", async () => {
    host.write(CONFIG, `agent:\n  drain: ${CANARY}\n`);
    const error = await failure(createGateway(inputs({ config: { agent: { drain: 5 } } })));
    expect(error.message).to.include("[home-file-refused]").and.include("agent.drain: line 2");
    expect(error.message).to.not.include(CANARY);
    expect(host.unit(UNIT).loadState).to.equal("not-found");
    ({ outs } = await createGateway(inputs({ config: { agent: { drain: 5 } }, adopt: "take-over" })));
    expect(host.read(CONFIG)).to.equal("agent:\n  drain: 5\n");
  });

  it("what is no file is left alone, by a destroy too", async () => {
    host.write(`${CONFIG}/x`, "");
    const error = await failure(createGateway(inputs({ config })));
    expect(error.message).to.include("[home-file-refused]").and.include("config.yaml: is no file");
    rmSync(host.path(CONFIG), { recursive: true });
    ({ outs } = await createGateway(inputs({ config })));
    rmSync(host.path(CONFIG));
    host.write(`${CONFIG}/x`, "");
    await deleteGateway("vm1/coder", outs);
    expect(exists(`${CONFIG}/x`)).to.equal(true);
  });

  it("a link is followed, and stays a link", async () => {
    host.write("/home/hermes/dotfiles/config.yaml", THEIRS);
    host.write(`${HOME}/x`, "");
    symlinkSync(host.path("/home/hermes/dotfiles/config.yaml"), host.path(CONFIG));
    ({ outs } = await createGateway(inputs({ config })));
    expect(find(CANARY)).to.deep.equal(["/home/hermes/dotfiles/config.yaml", CONFIG]);
    expect(lstatSync(host.path(CONFIG)).isSymbolicLink()).to.equal(true);
    await deleteGateway("vm1/coder", outs);
    expect(host.read("/home/hermes/dotfiles/config.yaml")).to.equal(THEIRS);
  });

  it("a home that we make is laid out as Hermes does it, and is private", async () => {
    ({ outs } = await createGateway(inputs()));
    expect(readdirSync(host.path(HOME)).sort()).to.deep.equal([
      "cron",
      "home",
      "logs",
      "memories",
      "plans",
      "sessions",
      "skills",
      "skins",
      "workspace",
    ]);
    expect([mode(HOME), mode(`${HOME}/skills`)]).to.deep.equal(["700", "755"]);
  });

  describe("delete: profile", () => {
    const archives = () =>
      readdirSync(host.path(`${HOME}/..`)).filter((name) => /^coder\.\d{8}T\d{6}Z\.tar\.gz$/.test(name));

    it("archives the home and takes it away, and finds nothing to do in a second try", async () => {
      ({ outs } = await createGateway(inputs({ config, delete: "profile" })));
      host.write(`${HOME}/memories/a b.md`, "remembered\n");
      await deleteGateway("vm1/coder", outs);
      expect(exists(HOME)).to.equal(false);
      const [archive = ""] = archives();
      const listed = execFileSync("tar", ["-tzf", host.path(`${HOME}/../${archive}`)], { encoding: "utf8" });
      expect(listed).to.include("coder/memories/a b.md\n");
      expect(mode(`${HOME}/../${archive}`)).to.equal("600");
      await deleteGateway("vm1/coder", outs);
      expect(archives()).to.deep.equal([archive]);
    });

    const refusals: [what: string, make: () => void, why: string][] = [
      [
        "that other profiles lie in",
        () => host.write(`${HOME}/profiles/x/.env`, ""),
        "other profiles lie in it: x",
      ],
      [
        "that is a link",
        () => {
          renameSync(host.path(HOME), host.path(`${HOME}.real`));
          symlinkSync(host.path(`${HOME}.real`), host.path(HOME));
        },
        "no directory of its own",
      ],
    ];
    for (const [what, make, why] of refusals) {
      it(`leaves a home ${what}`, async () => {
        ({ outs } = await createGateway(inputs({ delete: "profile" })));
        make();
        const error = await failure(deleteGateway("vm1/coder", outs));
        expect(error.message).to.include("[home-not-archived]").and.include(why);
        expect([exists(HOME), archives()]).to.deep.equal([true, []]);
        expect(host.unit(UNIT).loadState).to.equal("not-found");
      });
    }

    it("leaves the account's own home directory", async () => {
      const home = "/home/hermes";
      const whole = sampleInputs(
        { connection: host.connection, delete: "profile" },
        { home, environment: { HERMES_HOME: home } },
      );
      ({ outs } = await createGateway(whole));
      const error = await failure(deleteGateway("vm1/coder", outs));
      expect(error.message).to.include("the account's own home directory");
      expect(exists(home)).to.equal(true);
    });
  });

  it("a gateway that does not become healthy gets its files back", async () => {
    const health = { healthyForSeconds: 1, deadlineSeconds: 5 };
    host.write(CONFIG, THEIRS);
    ({ outs } = await createGateway(inputs({ config, soul: "# One\n", health })));
    const [text, applied] = [host.read(CONFIG), outs];
    host.write("/usr/local/bin/hermes-broken", '#!/bin/sh\n# embedded: {"exitCode":3}\n', 0o755);
    const broken = sampleInputs(
      { connection: host.connection, config: { agent: { drain: 9 } }, soul: "# Two\n", health },
      { executable: "/usr/local/bin/hermes-broken" },
    );
    const error = await failure(updateGateway(outs, broken));
    expect(error.message).to.include("[gateway-failed]");
    expect(error.properties).to.deep.equal({ ...applied, status: "rolled-back" });
    expect(host.read(CONFIG)).to.equal(text);
    expect(host.read(SOUL)).to.equal("# One\n");
    expect(find(CANARY)).to.deep.equal([CONFIG]);
  });

  it("no content stays anywhere else on the machine", async () => {
    ({ outs } = await createGateway(inputs({ config })));
    await update({ config: { ...config, logging: true } });
    expect(find(CANARY)).to.deep.equal([CONFIG]);
    await deleteGateway("vm1/coder", outs);
    expect(find(CANARY)).to.deep.equal([]);
  });

  it("a soul is written whole, refused over another one, and goes when it is as we left it", async () => {
    ({ outs } = await createGateway(inputs({ soul: "# Persona\n\nü, no line end" })));
    expect(host.read(SOUL)).to.equal("# Persona\n\nü, no line end");
    expect(mode(SOUL)).to.equal("644");
    await update({ soul: "# Other\n" });
    expect(host.read(SOUL)).to.equal("# Other\n");
    host.write(SOUL, "# By the agent\n");
    const error = await failure(updateGateway(outs, inputs({ soul: "# Third\n" })));
    expect(error.message).to.include("[changed-on-host]").and.include("SOUL.md");
    await update({});
    expect(host.read(SOUL)).to.equal("# By the agent\n");
    const refusal = await failure(updateGateway(outs, inputs({ soul: "# Third\n" })));
    expect(refusal.message).to.include("[home-file-refused]").and.include("adopt: take-over");
    await update({ soul: "# Third\n", adopt: "take-over" });
    await deleteGateway("vm1/coder", outs);
    expect(exists(SOUL)).to.equal(false);
  });

  it("a home that the gateway leaves keeps nothing of ours", async () => {
    ({ outs } = await createGateway(inputs({ config })));
    const home = "/home/hermes/.hermes/profiles/elsewhere";
    const moved = sampleInputs(
      { connection: host.connection, config },
      { home, environment: { HERMES_HOME: home } },
    );
    ({ outs } = await updateGateway(outs, moved));
    expect(exists(CONFIG)).to.equal(false);
    expect(find(CANARY)).to.deep.equal([`${home}/config.yaml`]);
  });
});
