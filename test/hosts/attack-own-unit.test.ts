import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { must, remains, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const DIRECTORY = "/home/hermes/.config/systemd/user";
const NAME = "hermes/vm1/coder";
const USER = { coder: { scope: "user" } } as const;

/** What the account writes into its own unit, which keeps its mark: lines for whoever makes lines of it again. */
const EDITS: readonly [what: string, script: string][] = [
  ["its home", `s|HERMES_HOME=[^"]*|&\\\\na;id>/root/x;b=1|`],
  ["its home, as another account's", `s|HERMES_HOME=[^"]*|&\\\\nuser=root\\\\nexecutable=/bin/sh|`],
  ["its program", `s|^ExecStart=.*|ExecStart="/usr/local/bin/hermes\\\\nput;id>/root/x;b=1" gateway run|`],
  ["a conflict", `s|^\\[Service\\]|Conflicts=a;id>/root/x;b.service $(id>/root/x).service\\n&|`],
  ["its links", `s|^WantedBy=.*|WantedBy=../../../etc/x.target default.target;id>/root/x|`],
  ["its stop timeout", "s|^TimeoutStopSec=.*|TimeoutStopSec=09|"],
];

describe("an account that writes shell text into its own unit", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, USER) }));
  const edit = (script: string) =>
    must(
      stage.host(1),
      `cd ${DIRECTORY} && runuser -u hermes -- sh -c 'sed "$1" ${CODER} >new && ! cmp -s new ${CODER} && mv -f new ${CODER}' sh '${script}'`,
    );
  const traces = () =>
    must(
      stage.host(1),
      "ls -d /root/x /root/* /etc/x.target* /var/lib/hermes-fleet/records/* 2>/dev/null || true",
    );

  before(async () => expect((await stage.pulumi.up()).exitCode).to.equal(0));

  for (const [what, script] of EDITS) {
    it(`in ${what}: a refresh shows it, and the next up puts the declared unit back`, async () => {
      await edit(script);
      expectRun(await stage.pulumi.refresh(), { [NAME]: "update" });
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect([await traces(), await serving(stage.host(1))]).to.deep.equal(["", ["coder"]]);
    });
  }

  it("an up that looks first does the same", async () => {
    await edit(EDITS[0]?.[1] ?? "");
    expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
    expect([await traces(), await serving(stage.host(1))]).to.deep.equal(["", ["coder"]]);
  });

  for (const [what, script] of EDITS.slice(0, 2)) {
    it(`in ${what}: a refresh and a destroy take the gateway away, and nothing else happens`, async () => {
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      await edit(script);
      expect((await stage.pulumi.refresh()).exitCode).to.equal(0);
      expectRun(await stage.pulumi.destroy(), { [NAME]: "delete" });
      expect([await traces(), await serving(stage.host(1)), await remains(stage.host(1))]).to.deep.equal([
        "",
        [],
        "",
      ]);
    });
  }
});
