import { expect } from "chai";
import { hermesInstallation } from "../../provider/resources/hermes-installation/provider.js";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const declared = (written: object = {}, more: object = {}) => ({
  schemaVersion: 1,
  owner: "acme/chat/prod::vm1",
  hostKey: "vm1",
  connection: { host: "192.0.2.1" },
  connectDeadlineSeconds: 120,
  onUnreachable: "fail",
  installation: { version: "0.19.0", ...written },
  __provider: "the code",
  ...more,
});

type Inputs = Parameters<typeof hermesInstallation.create>[0];

async function checked(written?: object, more?: object): Promise<Inputs> {
  const { inputs, failures } = await hermesInstallation.check({}, declared(written, more));
  expect(failures).to.deep.equal([]);
  return inputs as Inputs;
}
const applied = async (written?: object, more?: object) =>
  ({ ...(await checked(written, more)), status: "applied" }) as const;

describe("the resource of an installation", () => {
  it("keeps each fact once, under a name of its own", async () => {
    const { installation: _, ...rest } = declared();
    expect(await checked()).to.deep.equal({
      ...rest,
      from: "pypi",
      version: "0.19.0",
      extras: ["sms"],
      root: "/opt/hermes-agent",
      executable: "/opt/hermes-agent/versions/0.19.0/bin/hermes",
      keep: 2,
      deadlineSeconds: 900,
    });
  });

  it("reports all problems at once, and none under the connection, which the engine would print", async () => {
    const { failures } = await hermesInstallation.check(
      {},
      declared({ version: "latest", keep: 99 }, { connection: { host: 1, password: "s3cret" } }),
    );
    expect(failures.map(({ property }) => property)).to.deep.equal(["hostKey", "hostKey", "hostKey"]);
    const text = JSON.stringify(failures);
    for (const part of ["connection.host", "version ", "keep 99"]) expect(text).to.include(part);
    expect(text).to.not.include("s3cret");
  });

  it("refuses what is not known in preview", async () => {
    for (const installation of [UNKNOWN, undefined, { version: UNKNOWN }]) {
      const { failures } = await hermesInstallation.check({}, { ...declared(), installation });
      expect(failures[0]?.reason).to.include("must be known in preview");
    }
  });

  it("is updated by another version, and made anew only for another root, host, or way of having one", async () => {
    const olds = await applied();
    const diff = async (news: Inputs) => hermesInstallation.diff("vm1", olds, news);
    expect(await diff(await checked())).to.deep.equal({ changes: false });
    expect(await diff(await checked({}, { schemaVersion: 2, __provider: "other" }))).to.deep.equal({
      changes: false,
    });
    for (const written of [{ version: "0.20.0" }, { extras: [] }, { keep: 0 }, { deadlineSeconds: 60 }])
      expect(await diff(await checked(written))).to.deep.equal({});
    for (const more of [{ connection: { host: "192.0.2.2" } }, { owner: "x" }, { onUnreachable: "skip" }])
      expect(await diff(await checked({}, more))).to.deep.equal({});
    expect(await diff(await checked({ root: "/srv/hermes" }))).to.deep.equal({ replaces: ["root"] });
    expect(await diff(await checked({}, { hostKey: "vm2" }))).to.deep.equal({ replaces: ["hostKey"] });
    expect(await diff(await checked({ from: "verify" }))).to.deep.equal({ replaces: ["root", "from"] });
    const drifted = { ...olds, status: "drifted" } as const;
    expect(await hermesInstallation.diff("vm1", drifted, await checked())).to.deep.equal({ changes: true });
  });

  it("asks no host when only settings change", async () => {
    const olds = await applied();
    const news = await checked({ deadlineSeconds: 60 }, { connectDeadlineSeconds: 0, onUnreachable: "skip" });
    expect(await hermesInstallation.update("vm1", olds, news)).to.deep.equal({
      outs: { ...news, status: "applied" },
    });
  });

  it("goes on without a host that does not answer only where it is told to, and never when it installs", async () => {
    const nobody = {
      connection: { host: "127.0.0.1", port: 1, password: "s3cret-pw", knownHostsFile: "/dev/null" },
    };
    const settings = { ...nobody, connectDeadlineSeconds: 0 };
    const skip = await applied({}, { ...settings, onUnreachable: "skip" });
    expect(await hermesInstallation.read("vm1", skip)).to.deep.equal({ id: "vm1", props: skip });
    await hermesInstallation.delete("vm1", skip);
    const fail = await applied({}, settings);
    const failing = [
      () => hermesInstallation.create(skip),
      () => hermesInstallation.read("vm1", fail),
      () => hermesInstallation.delete("vm1", fail),
    ];
    for (const work of failing) {
      const error = await work().then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error?.message).to.match(/^vm1 \(.*\[host-unreachable\]/);
      expect(`${error?.message} ${error?.stack}`).to.not.include("s3cret-pw");
    }
  });
});
