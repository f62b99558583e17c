import { expect } from "chai";
import type { Readiness } from "../../provider/core/plan/fleet-plan";
import { guardScript } from "../../provider/host/script/guard-script.js";
import { applyRequest, observeRequest } from "../../provider/host/transaction/frames.js";
import { sha256 } from "../../provider/host/transaction/sha256.js";
import { ensure, observe, remove } from "./support/operations";
import { readRequest } from "./support/read-request";

const LIMITS = { lockWaitSeconds: 120 };

function scriptOf(request: Buffer): string {
  const end = request.indexOf("\n");
  return request.toString("utf8", end + 1, end + 1 + Number(request.toString("utf8", 0, end)));
}

describe("the request for a transaction", () => {
  it("begins with the script and its size in bytes, and a look with the script alone", () => {
    const whole = scriptOf(applyRequest([ensure("a.service")], LIMITS));
    expect(whole).to.match(/^#!\/bin\/sh\n[\s\S]*\nesac\nexit 1\n#!\/bin\/sh\n[\s\S]*\nesac\n$/);
    expect(whole.split("exit 1\n#!")[0]).to.equal(scriptOf(observeRequest([observe("a.service")])));
  });

  it("says what is to be, what was, and who asks", () => {
    const recorded = {
      machineId: "m1",
      fileHash: "f".repeat(64),
      dropIns: {},
      links: ["multi-user.target.wants"],
    };
    const operation = ensure("a.service", {
      conflicts: ["b.service"],
      recorded,
      recordedBoot: "enabled",
      restart: true,
    });
    const { mode, frames, operations } = readRequest(applyRequest([operation], LIMITS));
    expect(mode).to.equal("apply");
    expect(frames.owner).to.equal("organization/fleet/dev\n");
    expect(frames["op/0/a.service"]).to.equal(operation.text);
    expect(operations[0]).to.include({
      kind: "ensure",
      unit: "a.service",
      newHash: sha256(operation.text),
      bodyHash: sha256(operation.body),
      oldHash: "f".repeat(64),
      oldMachine: "m1",
      oldLinks: "multi-user.target.wants",
      newLinks: "multi-user.target.wants",
      oldBoot: "enabled",
      restart: "yes",
      conflicts: "b.service",
      object: "/org/freedesktop/systemd1/unit/a_2eservice",
    });
  });

  it("a unit of an account's own manager is named with its account, and its file without", () => {
    const operation = ensure("hermes/a.service", {
      conflicts: ["hermes/b.service"],
      excludes: ["c.service"],
      locks: ["a@hermes+c.lock"],
      linger: false,
    });
    const { frames, operations } = readRequest(applyRequest([operation], LIMITS));
    expect(frames["op/0/a.service"]).to.equal(operation.text);
    expect(operations[0]).to.include({
      unit: "hermes/a.service",
      conflicts: "hermes/b.service",
      excludes: "c.service",
      locks: "a@hermes+c.lock",
      linger: "no",
      object: "/org/freedesktop/systemd1/unit/a_2eservice",
    });
  });

  it("operations of one manager follow each other, the system's first, each in the order of its arrival", () => {
    const units = ["svc/b", "z", "hermes/c", "svc/a", "y"];
    const request = applyRequest(
      units.map((unit) => ensure(unit)),
      LIMITS,
    );
    const numbers = request.toString().match(/^operation=\d$/gm);
    expect(numbers?.join(" ")).to.equal("operation=1 operation=4 operation=2 operation=0 operation=3");
  });

  it("each manager has time for its own stops and starts", () => {
    const [one, two] = [["a.service"], ["a.service", "hermes/a.service"]].map((units) =>
      Number(
        readRequest(
          applyRequest(
            units.map((unit) => ensure(unit)),
            LIMITS,
          ),
        ).frames.budget,
      ),
    );
    expect((two ?? 0) - (one ?? 0)).to.equal(2 * 5 * 130);
  });

  it("a first create has nothing recorded", () => {
    const { operations } = readRequest(applyRequest([ensure("a.service")], LIMITS));
    expect(operations[0]).to.include({ oldHash: "-", oldMachine: "", oldLinks: "", oldBoot: "-" });
  });

  it("secret variables travel in the content of their file alone", () => {
    const env = { digestKey: "ab".repeat(32), variables: { TOKEN: "new" }, recorded: { TOKEN: "old" } };
    const files = [{ path: ".env", from: "none", mode: "600", content: "TOKEN=new\n" }];
    const { frames } = readRequest(applyRequest([ensure("a.service", { env, files })], LIMITS));
    const { "op/0/file.0": content = "", ...rest } = frames;
    expect(Buffer.from(content, "base64").toString()).to.equal("TOKEN=new\n");
    expect(JSON.stringify({ ...rest, guard: "", script: "" })).to.not.match(/TOKEN=|"old"/);
  });

  it("drop-ins are listed as sha256sum prints them, by path", () => {
    const recorded = {
      machineId: "m",
      fileHash: "-",
      dropIns: { "/b.conf": "b".repeat(64), "/a.conf": "a".repeat(64) },
      links: [],
    };
    const { frames } = readRequest(applyRequest([ensure("a.service", { recorded })], LIMITS));
    expect(frames["op/0/dropins.old"]).to.equal(`${"a".repeat(64)} /a.conf\n${"b".repeat(64)} /b.conf\n`);
  });

  it("a whole transaction's budget covers the window with its breaker, and twice the lock and the longest stop five times: another one may be at work", () => {
    const long = ensure("a.service", {
      stopSeconds: 200,
      health: { healthyForSeconds: 12, deadlineSeconds: 90 },
    });
    const { frames } = readRequest(applyRequest([long, remove("b.service")], LIMITS));
    expect(frames.limits?.split(" ").slice(0, 2)).to.deep.equal(["260", "120"]);
    expect(frames.budget).to.equal(`${2 * (120 + 5 * 260 + 120) + 102 + 15 + 300}\n`);
  });

  it("the host puts itself back after the stops and the window, the window, the lock and the stops, or half a minute", () => {
    const health = { healthyForSeconds: 12, deadlineSeconds: 90 };
    const long = ensure("a.service", { stopSeconds: 200, health });
    const { frames } = readRequest(applyRequest([long], LIMITS));
    const [change, window] = [2 * 200 + 60, 102 + 15];
    expect(frames.limits).to.equal(`260 120 ${change + window} ${window + 15} ${120 + change} 30\n`);
  });

  it("the guard goes along whole behind the script, with its line and its version, which is its second line", () => {
    const request = applyRequest([ensure("a.service")], LIMITS);
    const [version, line] = readRequest(request).frames.guard?.trim().split(" ") ?? [];
    const guard = scriptOf(request)
      .split("\n")
      .slice(Number(line) - 1);
    expect(guard[0]).to.equal("#!/bin/sh");
    expect([guard[1], version?.length]).to.deep.equal([version, 65]);
    expect(guard.join("\n")).to.equal(guardScript());
  });

  it("fractions of seconds are rounded up", () => {
    const health = { healthyForSeconds: 0.5, deadlineSeconds: 60.2 };
    const { operations } = readRequest(applyRequest([ensure("a.service", { health })], LIMITS));
    expect(operations[0]).to.include({ healthySeconds: "1", deadlineSeconds: "61" });
  });

  const readiness: [ready: Readiness | undefined, fields: object][] = [
    [undefined, { ready: "none" }],
    [{ stateFile: true }, { ready: "state_file" }],
    [
      { stateFile: true, platforms: ["signal", "b:api_server"] },
      { ready: "state_file", readyPlatforms: "b:api_server signal" },
    ],
    [
      { api: "http://127.0.0.1:18801" },
      { ready: "api", readyAddress: "127.0.0.1", readyPort: "18801", readyName: "coder" },
    ],
    [{ port: 8642 }, { ready: "port", readyPort: "8642" }],
    [
      { url: "http://[::1]/health?a=b", status: 204 },
      {
        ready: "url",
        readyUrl: "http://[::1]/health?a=b",
        readyAddress: "::1",
        readyPort: "80",
        readyPath: "/health?a=b",
        readyStatus: "204",
      },
    ],
    [{ command: ["/bin/a b", "$(c)", ""] }, { ready: "command" }],
  ];
  for (const [ready, fields] of readiness) {
    it(`${JSON.stringify(ready)} travels as fields of one line, and words as lines of a file`, () => {
      const health = { healthyForSeconds: 1, deadlineSeconds: 60, ...(ready ? { ready } : {}) };
      const { frames, operations } = readRequest(applyRequest([ensure("a.service", { health })], LIMITS));
      const sent = Object.entries(operations[0] ?? {}).filter(([key]) => key.startsWith("ready"));
      expect(Object.fromEntries(sent)).to.deep.equal(fields);
      expect(frames["op/0/ready.command"]).to.equal(
        ready && "command" in ready ? "/bin/a b\n$(c)\n\n" : undefined,
      );
    });
  }

  for (const [home, name] of [
    ["/home/hermes/.hermes", "hermes-agent"],
    ["/srv/data/profiles/b-1", "b-1"],
    ["/srv/data/profiles/b/c", "hermes-agent"],
    ["/home/hermes/.hermes/profiles/default", "hermes-agent"],
  ] as const) {
    it(`an API server is ${name} with the home ${home}`, () => {
      const health = { healthyForSeconds: 1, deadlineSeconds: 60, ready: { api: "http://127.0.0.1:1" } };
      const paths = { ...ensure("a.service").paths, home };
      const { operations } = readRequest(applyRequest([ensure("a.service", { health, paths })], LIMITS));
      expect(operations[0]).to.include({ readyName: name });
    });
  }

  it("how a gateway starts and stops travels with it", () => {
    const life = { killSignal: "SIGTERM", maxStarts: 7, startsWindowSeconds: 60 };
    const { operations } = readRequest(
      applyRequest([ensure("a.service", { life, restartBy: "signal" }), remove("b.service")], LIMITS),
    );
    expect(operations[0]).to.include({
      stopSeconds: "70",
      killSignal: "SIGTERM",
      maxStarts: "7",
      startsWindow: "60",
      restartBy: "signal",
    });
    expect(operations[1]).to.include({ killSignal: "SIGINT" });
  });

  it("members of an exclusion group share a number", () => {
    const operations = [ensure("a", { conflicts: ["b"] }), ensure("b"), ensure("c")];
    const [a, b, c] = readRequest(applyRequest(operations, LIMITS)).operations.map(({ group }) => group);
    expect(a).to.equal(b);
    expect(c).to.not.equal(a);
  });
});

describe("the request for a look", () => {
  it("carries no file and no variable", () => {
    const { mode, frames, operations } = readRequest(observeRequest([observe("a.service")]));
    expect(mode).to.equal("observe");
    expect(frames).to.deep.equal({});
    expect(operations[0]).to.include({ kind: "observe", unit: "a.service" });
  });
});
