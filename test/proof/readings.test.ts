import { expect } from "chai";
import { parseLook } from "./machine/look";
import { parseSamples } from "./operations/samples";
import { path } from "./operations/trio";

describe("what the proof reads of a host", () => {
  it("is processes, listeners, active units, jobs, starts and taken ports", () => {
    const seen = parseLook(`#boot
7c6a
1255738
#processes
     24 /lib/systemd/systemd-journald
     61 /usr/bin/perl /usr/local/bin/hermes --profile s00-a gateway run
     62 /usr/bin/perl /usr/local/bin/hermes --profile s00-b gateway run
     63 /usr/bin/perl /usr/local/bin/hermes --profile s00-b gateway run
     64 (hermes)
#listeners
LISTEN 0      128    0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=39,fd=3))
LISTEN 0      64   127.0.0.1:20000 0.0.0.0:* users:(("hermes",pid=61,fd=3))
#units
hermes-gateway-s00-a.service loaded active   running Hermes Agent Gateway (s00-a)
hermes-gateway-s00-b.service loaded inactive dead    Hermes Agent Gateway (s00-b)
#jobs
42 hermes-gateway-s00-c.service start waiting
#starts
/home/hermes/.hermes/profiles/s00-a/logs/standin.log:3
#busy
/home/hermes/.hermes/profiles/s00-b/logs/standin.log:{"at":"x","event":"end","why":"port 20000 on 127.0.0.1 is already in use"}
`);
    expect(seen).to.deep.equal({
      boot: "7c6a 1255738",
      gateways: new Map([
        ["s00-a", [61]],
        ["s00-b", [62, 63]],
      ]),
      listeners: new Map([[20_000, 61]]),
      active: new Set(["hermes-gateway-s00-a.service"]),
      jobs: 1,
      starts: new Map([["s00-a", 3]]),
      busy: ["s00-b: port 20000 on 127.0.0.1 is already in use"],
    });
  });

  it("is how often it was looked at, and which neighbours were there together", () => {
    const set = path(0);
    const [a, b, c] = set.members.map(({ unitName }) => unitName);
    const text = `processes 7\nprocesses 5 ${a} ${c}\nprocesses 2 ${b} ${c}\nsystemd 3 ${a}\nsystemd 1 ${a} ${b}\n`;
    expect(parseSamples(text, set)).to.deep.equal({
      processes: 14,
      systemd: 4,
      overlaps: ["processes: s00-b and s00-c, 2 times", "systemd: s00-a and s00-b, 1 times"],
    });
  });
});
