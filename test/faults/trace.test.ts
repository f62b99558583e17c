import { expect } from "chai";
import { judgeOrder } from "./trace/judge-order";
import { readTrace } from "./trace/read-trace";

const UNITS = "/etc/systemd/system";
const STATE = "/var/lib/hermes-fleet";
const NEW = `${UNITS}/.hermes-fleet.x.new.tmp`;
const sync = (path: string) => `12 fsync(3<${path}>) = 0`;
const worker = [
  sync(`${NEW}/hermes-gateway-a.service`),
  ...[`${STATE}/generations/1-x/manifest`, `${STATE}/generations/1-x/units/hermes-gateway-a.service`].map(
    sync,
  ),
  ...[`${STATE}/records/x`, `${STATE}/records`, UNITS].map(sync),
  `12 renameat2(AT_FDCWD</>, "${NEW}/hermes-gateway-a.service", 3<${UNITS}>, "hermes-gateway-a.service", RENAME_NOREPLACE) = -1 EEXIST (File exists)`,
  `12 renameat(AT_FDCWD</>, "${NEW}/hermes-gateway-a.service", 3<${UNITS}>, "hermes-gateway-a.service") = 0`,
  sync(UNITS),
  `14 execve("/usr/bin/systemctl", ["systemctl", "--no-pager", "daemon-reload"], 0x5 /* 9 vars */ <unfinished ...>`,
  `14 <... execve resumed>)              = 0`,
  `15 execve("/usr/bin/systemctl", ["systemctl", "enable", "hermes-gateway-a.service"], 0x5 /* 9 vars */) = 0`,
];
const confirm = [
  `20 rename("${STATE}/records/x", "${STATE}/generations/1-x/confirmed") = 0`,
  sync(`${STATE}/records`),
  sync(`${UNITS}/multi-user.target.wants`),
];
const judged = (lines: readonly string[], then: readonly string[] = confirm) =>
  judgeOrder(readTrace(lines.join("\n")), readTrace(then.join("\n")));
const without = (lines: readonly string[], ...left: readonly string[]) =>
  lines.filter((line) => !left.includes(line));

describe("the order in which a change reaches the disk", () => {
  it("is read from a trace, without calls that failed", () => {
    expect(readTrace(worker.slice(6, 10).join("\n"))).to.deep.equal([
      { kind: "rename", from: `${NEW}/hermes-gateway-a.service`, to: `${UNITS}/hermes-gateway-a.service` },
      { kind: "sync", path: UNITS },
    ]);
    expect(readTrace(worker.slice(9, 11).join("\n"))).to.deep.equal([
      { kind: "exec", words: ["systemctl", "--no-pager", "daemon-reload"] },
    ]);
  });

  it("holds when everything is synced before what relies on it", () => {
    expect(judged(worker)).to.deep.equal([]);
  });

  it("does not hold without a sync of the record, of a new file, or of the folders", () => {
    const [file = "", manifest = "", , record = ""] = worker;
    expect(judged(without(worker, record, manifest))).to.deep.equal([
      "the record is not synced before the first unit is renamed",
      "the generation is not synced before the first unit is renamed",
    ]);
    expect(judged(without(worker, file))).to.deep.equal([
      "hermes-gateway-a.service is not synced before it is renamed",
    ]);
    expect(judged([...worker.slice(0, 8), ...worker.slice(9)])).to.deep.equal([
      "the folder of the units is not synced between the last rename and the reload",
    ]);
    expect(judged(worker, confirm.slice(0, 1))).to.deep.equal([
      "the folder of the links is not synced after they were changed",
      "the folder of the records is not synced after the confirm",
    ]);
  });
});
