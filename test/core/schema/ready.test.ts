import { expect } from "chai";
import fc from "fast-check";
import { loopbackUrl, parseLoopbackUrl } from "../../../provider/core/rules/loopback-url";
import { fleetOf } from "../support/arbitrary-fleet";
import { HOSTS, problemsOf, profile } from "../support/refusals";

const WAYS_REMEDY =
  "write exactly one of stateFile, api, port, url, command, or leave ready out: active is enough then";

describe("health.ready", () => {
  const readiness = (ready: unknown, defaults: object = {}) =>
    fleetOf({ hosts: HOSTS, defaults, profiles: { coder: { health: { ready } } } }).profiles[0]?.handling
      .health.ready;
  const table: [written: object, resolved: object][] = [
    [{ stateFile: true }, { stateFile: true }],
    [{ stateFile: true, platforms: [] }, { stateFile: true }],
    [
      { stateFile: true, platforms: ["telegram", "b:api_server", "telegram"] },
      { stateFile: true, platforms: ["b:api_server", "telegram"] },
    ],
    [{ api: true }, { api: true }],
    [{ api: "http://[::1]:8642" }, { api: "http://[::1]:8642" }],
    [{ port: 8642 }, { port: 8642 }],
    [{ url: "http://127.0.0.1:8642/health" }, { url: "http://127.0.0.1:8642/health", status: 200 }],
    [
      { url: "http://[::1]", status: 204 },
      { url: "http://[::1]", status: 204 },
    ],
    [{ command: ["/bin/test", "-e", "a b"] }, { command: ["/bin/test", "-e", "a b"] }],
  ];
  for (const [written, resolved] of table) {
    it(`takes ${JSON.stringify(written)}`, () => expect(readiness(written)).to.deep.equal(resolved));
  }

  it("is nothing by default, and null takes away what defaults say", () => {
    expect(readiness(undefined)).to.equal(undefined);
    expect(readiness(undefined, { health: { ready: { port: 1 } } })).to.deep.equal({ port: 1 });
    expect(readiness(null, { health: { ready: { port: 1 } } })).to.equal(undefined);
    expect(readiness({ port: 2 }, { health: { ready: { stateFile: true } } })).to.deep.equal({ port: 2 });
  });

  const refusals: [ready: object, path: string, message: string, remedy: string][] = [
    [{}, "", "names none of the ways to be ready", WAYS_REMEDY],
    [
      { port: 1, stateFile: true },
      "",
      "names stateFile and port, more than one of the ways to be ready",
      WAYS_REMEDY,
    ],
    [{ port: 1, status: 200 }, ".status", "belongs to url", "leave it out, or write url"],
    [
      { port: 1, platforms: ["signal"] },
      ".platforms",
      "belongs to stateFile",
      "leave it out, or write stateFile",
    ],
    [
      { stateFile: true, platforms: ["sig nal"] },
      ".platforms[0]",
      '"sig nal" is not a platform\'s name',
      'write it as the state file does, for example "telegram" or "api_server", and "coder:telegram" where one gateway serves several profiles',
    ],
    [
      { api: false },
      ".api",
      "is neither true nor an http address of the host itself",
      'write true, or an address in numbers, for example "http://127.0.0.1:8642"',
    ],
    [
      { api: "http://10.0.0.1:8642" },
      ".api",
      '"http://10.0.0.1:8642" is no http address of the host itself',
      'write it with an address in numbers, for example "http://127.0.0.1:8642/health"',
    ],
    [{ stateFile: false }, ".stateFile", "false is not one of true", "write true"],
    [{ port: 65_536 }, ".port", "65536 is too large", "write 65535 or less"],
    [
      { url: "http://localhost:8642/" },
      ".url",
      '"http://localhost:8642/" is no http address of the host itself',
      'write it with an address in numbers, for example "http://127.0.0.1:8642/health"',
    ],
    [
      { command: ["true"] },
      ".command[0]",
      '"true" is not an absolute path',
      'begin it with "/"; "~" and relative paths have no meaning in a unit',
    ],
    [
      { command: ["/bin/true", "a\nb"] },
      ".command[1]",
      "has a line break, which would begin another directive",
      "write it on one line",
    ],
  ];
  for (const [ready, path, ...texts] of refusals) {
    it(`refuses ${JSON.stringify(ready)}`, () =>
      expect(problemsOf(profile({ health: { ready } }))).to.deep.equal([
        [`profiles.coder.health.ready${path}`, ...texts],
      ]));
  }
});

describe("parseLoopbackUrl", () => {
  const table: [url: string, parts: object | undefined][] = [
    ["http://127.0.0.1", { address: "127.0.0.1", port: 80, path: "/" }],
    ["http://127.1.2.3:65535/a?b=c%20d", { address: "127.1.2.3", port: 65_535, path: "/a?b=c%20d" }],
    ["http://[::1]:8642/", { address: "::1", port: 8642, path: "/" }],
    ["https://127.0.0.1/", undefined],
    ["http://128.0.0.1/", undefined],
    ["http://127.0.0.256/", undefined],
    ["http://127.0.0.01/", undefined],
    ["http://127.0.0.1:0/", undefined],
    ["http://127.0.0.1:65536/", undefined],
    ["http://127.0.0.1/a b", undefined],
    ["http://127.0.0.1/#part", undefined],
    ["http://user@127.0.0.1/", undefined],
    ["http://127.0.0.1.example.org/", undefined],
    ["http://127.0.0.1/a\r\nX: y", undefined],
    ["http://127.0.0.1health", undefined],
    [`http://127.0.0.1/${"a".repeat(2000)}`, undefined],
  ];
  for (const [url, parts] of table) {
    it(`${JSON.stringify(url.slice(0, 60))} ${parts ? "is an" : "is no"} address of this machine`, () =>
      expect(parseLoopbackUrl(url)).to.deep.equal(parts));
  }

  it("takes nothing with a blank, a control character or another machine's address, whatever the text", () => {
    const texts = fc.oneof(
      fc.webUrl(),
      fc.string({ unit: "binary" }).map((text) => `http://127.0.0.1${text}`),
      fc.ipV4().map((address) => `http://${address}/`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parts = parseLoopbackUrl(text);
        expect(loopbackUrl().safeParse(text).success).to.equal(parts !== undefined);
        if (!parts) return;
        expect(`${parts.address} ${parts.path}`).to.match(/^127(\.\d{1,3}){3} \/[\x21\x22\x24-\x7e]*$/);
      }),
    );
  });
});

describe("restartBy", () => {
  it("is by systemctl unless a profile says signal", () => {
    const handling = (options: object) =>
      fleetOf({ hosts: HOSTS, profiles: { coder: options } }).profiles[0]?.handling;
    expect(handling({})).to.not.have.property("restartBy");
    expect(handling({ restartBy: "systemctl" })).to.not.have.property("restartBy");
    expect(handling({ restartBy: "signal" })).to.include({ restartBy: "signal" });
  });

  it("signal is refused where systemd would not start what ends with 75", () => {
    const texts = [
      "signal needs 75 in restartForceExitStatus: with it Hermes asks for its own start",
      "add 75 there, or leave restartBy out",
    ];
    const refused = [["profiles.coder.restartBy", ...texts]];
    expect(problemsOf(profile({ restartBy: "signal", restartForceExitStatus: [] }))).to.deep.equal(refused);
    expect(
      problemsOf({ ...profile({ restartForceExitStatus: [76] }), defaults: { restartBy: "signal" } }),
    ).to.deep.equal(refused);
    expect(problemsOf(profile({ restartBy: "signal", restartForceExitStatus: ["75"] }))).to.deep.equal([]);
    expect(problemsOf(profile({ restartBy: "systemctl", restartForceExitStatus: [] }))).to.deep.equal([]);
  });
});
