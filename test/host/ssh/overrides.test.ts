import { expect } from "chai";
import type { Connection } from "../../../provider/host/connection.js";
import { applyOverrides } from "../../../provider/host/ssh/overrides.js";
import { hostErrorFrom } from "./support/expect-error.js";

const DECLARED: Connection = {
  host: "vm1",
  user: "root",
  privateKey: "KEY",
  password: "PASSWORD",
  proxy: { host: "jump", user: "ops", port: 2222, privateKey: "JUMP KEY", hostKey: "PIN" },
};
const { proxy: DECLARED_PROXY, ...DIRECT } = DECLARED;
const { privateKey: _key, ...KEYLESS } = DIRECT;

describe("overrides from the environment", () => {
  const cases: [env: Record<string, string>, connection: Connection][] = [
    [{}, DECLARED],
    [{ HERMES_FLEET_SSH_USER: "", HERMES_FLEET_SSH_KEY_FILE: "", HERMES_FLEET_SSH_PROXY: "" }, DECLARED],
    [{ HERMES_FLEET_SSH_USER: "deploy" }, { ...DECLARED, user: "deploy" }],
    [
      { HERMES_FLEET_SSH_KEY_FILE: "~/ci" },
      { ...KEYLESS, privateKeyFile: "~/ci", ...(DECLARED_PROXY && { proxy: DECLARED_PROXY }) },
    ],
    [{ HERMES_FLEET_SSH_PROXY: "none" }, DIRECT],
    [{ HERMES_FLEET_SSH_PROXY: "bastion" }, { ...DIRECT, proxy: { host: "bastion" } }],
    [
      { HERMES_FLEET_SSH_PROXY: "me@bastion:2200" },
      { ...DIRECT, proxy: { host: "bastion", user: "me", port: 2200 } },
    ],
    [
      { HERMES_FLEET_SSH_PROXY: "me@[2001:db8::1]:22" },
      { ...DIRECT, proxy: { host: "2001:db8::1", user: "me", port: 22 } },
    ],
    [
      { HERMES_FLEET_SSH_PROXY: "me@jump" },
      { ...DIRECT, proxy: { host: "jump", user: "me", port: 2222, privateKey: "JUMP KEY", hostKey: "PIN" } },
    ],
    [
      { HERMES_FLEET_SSH_PROXY: "bastion", HERMES_FLEET_SSH_KEY_FILE: "/ci" },
      { ...KEYLESS, privateKeyFile: "/ci", proxy: { host: "bastion", privateKeyFile: "/ci" } },
    ],
  ];
  for (const [env, connection] of cases) {
    it(JSON.stringify(env), () => expect(applyOverrides(DECLARED, env, "vm1")).to.deep.equal(connection));
  }

  const form =
    "set HERMES_FLEET_SSH_PROXY to [user@]host[:port], for example ops@bastion.example.net:22, or none, or unset it";
  for (const [value, shown] of [
    ["bastion:port", "bastion:port"],
    ["bastion:0", "bastion:0"],
    ["bastion:70000", "bastion:70000"],
    ["me:hunter2@bastion", "…@bastion"],
    ["ssh://bastion", "ssh://bastion"],
    ["a b", "a b"],
    ["@bastion", "…@bastion"],
  ] as const) {
    it(`refuses the jump host ${shown} and shows nothing before an "@"`, () => {
      const error = hostErrorFrom(() => applyOverrides(DECLARED, { HERMES_FLEET_SSH_PROXY: value }, "vm1"));
      expect(error.message).to.equal(
        `vm1: HERMES_FLEET_SSH_PROXY is "${shown}", which is not [user@]host[:port] [connection-invalid]\n  remedy: ${form}`,
      );
    });
  }

  it("refuses a user that is none", () => {
    const error = hostErrorFrom(() => applyOverrides(DECLARED, { HERMES_FLEET_SSH_USER: "me@vm1" }, "vm1"));
    expect(error.message).to.equal(
      'vm1: HERMES_FLEET_SSH_USER is "…@vm1", which is not an account name [connection-invalid]\n' +
        "  remedy: set HERMES_FLEET_SSH_USER to an account name, for example deploy, or unset it",
    );
  });
});
