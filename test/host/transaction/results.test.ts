import { expect } from "chai";
import type { Answer } from "../../../provider/host/transaction/answer.js";
import type { ObserveOperation } from "../../../provider/host/transaction/operation.js";
import { MalformedAnswer } from "../../../provider/host/transaction/result-reader.js";
import { observed } from "../../../provider/host/transaction/results.js";

const OPERATION: ObserveOperation = {
  kind: "observe",
  unit: "a.service",
  paths: { user: "hermes", home: "/home/hermes/.hermes", executable: "/usr/local/bin/hermes" },
  env: { digestKey: "ab".repeat(32), variables: {} },
  files: [{ path: "SOUL.md" }],
};
const HASH = "f".repeat(64);
const SEEN = ["seen", HASH, "multi-user.target.wants", "active", "none", "-"];

function answer(seen: readonly string[], { file = "none", machineId = "ab12", dropIns = "" } = {}): Answer {
  return {
    machineId,
    systemdVersion: 252,
    reloads: 0,
    guarded: false,
    about: new Map([[0, [[...seen], ["file", "0", file]]]]),
    blobs: new Map([["0/dropins", Buffer.from(dropIns)]]),
    failures: new Map(),
    putBack: [],
    settled: [],
  };
}

describe("what a machine says of a unit", () => {
  it("is taken as the script writes it", () => {
    const said = answer(SEEN, { dropIns: `${HASH} /etc/systemd/system/a.service.d/x y.conf\n` });
    expect(observed(OPERATION, 0, said).recorded).to.deep.equal({
      machineId: "ab12",
      fileHash: HASH,
      links: ["multi-user.target.wants"],
      envDigest: "none",
      dropIns: { "/etc/systemd/system/a.service.d/x y.conf": HASH },
      wholeDropIns: true,
    });
  });

  const replaced = (place: number, word: string) => SEEN.map((known, n) => (n === place ? word : known));
  for (const [what, said] of [
    ["a digest of a file with an escape", answer(replaced(1, "\u001b[2J"))],
    ["a link that leads away", answer(replaced(2, "../../x.wants"))],
    ["a link with shell text", answer(replaced(2, "$(id).wants"))],
    ["a state with a quote", answer(replaced(3, "act'ive"))],
    ["a digest of .env with a dollar", answer(replaced(4, "$x"))],
    ["a digest of a home's file with a blank", answer(SEEN, { file: "no ne" })],
    ["a machine-id with a carriage return", answer(SEEN, { machineId: "m\r" })],
    ["a drop-in that is no path", answer(SEEN, { dropIns: `${HASH} etc/x.conf\n` })],
    ["a drop-in that leads away", answer(SEEN, { dropIns: `${HASH} /etc/../x.conf\n` })],
    ["a drop-in with an escape in its path", answer(SEEN, { dropIns: `${HASH} /etc/\u001b.conf\n` })],
    ["a drop-in whose digest is none", answer(SEEN, { dropIns: `${"$".repeat(64)} /etc/x.conf\n` })],
  ] as const) {
    it(`is malformed with ${what}, and never enters a state`, () => {
      expect(() => observed(OPERATION, 0, said)).to.throw(MalformedAnswer);
    });
  }
});
