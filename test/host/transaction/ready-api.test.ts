import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../../e2e/repo-root";
import { watchArgv } from "../../hermes/support/watch-argv";

const PARTS = ["10-base.sh", "40-account.sh", "71-ready-api.sh"]
  .map((name) => readFileSync(join(repoRoot(), "provider", "host", "script", name), "utf8"))
  .join("");

/** A look at the API server of the profile coder, whose port is the gateway's or somebody else's. */
const LOOK = `${PARTS}
look_at_port() { seen="port: a process outside of it listens"; [ -n "$OWN" ]; }
sockets_of() { [ -n "$KNOWN" ]; }
runuser() { shift 3; "$@"; }
bounded() { shift; "$@"; }
put user 0 hermes
put home 0 /home
put mainPid 0 $$
put readyAddress 0 127.0.0.1
put readyPort 0 "$PORT"
put readyName 0 coder
look_at_api 0
printf '%s %s' $? "$seen"
`;

const KEY = "key-4cbd1e-of-the-api-server";
const models = (...names: string[]) =>
  JSON.stringify({ object: "list", data: names.map((id) => ({ id, object: "model", permission: [] })) });

describe("a look at an API server", () => {
  let folder: string;
  let server: Server;
  let port: number;
  let keys: (string | undefined)[] = [];
  let answer: { status: number; body: string };

  before(async () => {
    server = createServer((request, response) => {
      keys.push(request.headers.authorization?.replace("Bearer ", ""));
      const { status, body } = request.url === "/v1/models" ? answer : { status: 404, body: "" };
      response.writeHead(status, { "Content-Length": Buffer.byteLength(body) }).end(body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hermes-api-"));
    keys = [];
    answer = { status: 200, body: models("coder", "an-alias") };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The parts think that `/home` lies below the folder. */
  async function look(dotenv: string | undefined, variables: object = {}): Promise<string> {
    const home = join(folder, "home");
    const child = spawn(
      "/bin/sh",
      [
        "-c",
        `mkdir -p ${home}; cat >${home}/.env; ${dotenv === undefined ? `rm ${home}/.env;` : ""}${LOOK}`,
        "hermes-fleet",
        folder,
        "apply",
      ],
      {
        env: {
          PATH: process.env.PATH,
          HERMES_FLEET_ROOT: folder,
          PORT: String(port),
          OWN: "yes",
          KNOWN: "yes",
          ...variables,
        },
      },
    );
    child.stdin.end(dotenv ?? "");
    let [out, errors] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    await new Promise((done) => child.on("close", done));
    expect(errors).to.equal("");
    return out.replaceAll(String(port), "PORT");
  }

  const spellings: [dotenv: string, key: string][] = [
    [`API_SERVER_KEY=${KEY}\n`, KEY],
    [`A=1\r\nexport API_SERVER_KEY = ${KEY}  # mine\r\n`, KEY],
    [`API_SERVER_KEY=first\nAPI_SERVER_KEY='${KEY}'`, KEY],
    [`API_SERVER_KEY="a \\"b\\" #c" # d\n`, 'a "b" #c'],
    ["API_SERVER_KEY= 'it\\'s A=\\\\'\n", "it's A=\\"],
    [`# API_SERVER_KEY=no\nMY_API_SERVER_KEY=no\nAPI_SERVER_KEY=a#b\n`, "a#b"],
  ];
  for (const [dotenv, key] of spellings) {
    it(`gives it the key of ${JSON.stringify(dotenv)}`, async () => {
      expect(await look(dotenv)).to.equal("0 API server on port PORT answers as coder");
      expect(keys).to.deep.equal([key]);
    });
  }

  it("gives it the key of the process where no .env has one", async () => {
    for (const dotenv of [undefined, "API_SERVER_PORT=1\n"])
      expect(await look(dotenv, { API_SERVER_KEY: KEY })).to.equal(
        "0 API server on port PORT answers as coder",
      );
    expect(keys).to.deep.equal([KEY, KEY]);
  });

  const answers: [what: string, status: number, body: string, result: string][] = [
    [
      "of another profile",
      200,
      models("writer", "coder"),
      "1 API server on port PORT answers as writer, not as coder",
    ],
    ["without a name", 200, models(), "1 API server on port PORT answers as -, not as coder"],
    [
      "with a name that is no name",
      200,
      models("co; der"),
      "1 API server on port PORT answers as -, not as coder",
    ],
    ["that is no JSON", 200, "<html>", "1 API server on port PORT answers as -, not as coder"],
    ["to another key", 401, "{}", "1 API server on port PORT: HTTP 401, it has another key than .env"],
    ["of a server that is not well", 503, "", "1 API server on port PORT: HTTP 503"],
  ];
  for (const [what, status, body, result] of answers) {
    it(`takes an answer ${what} for what it is`, async () => {
      answer = { status, body };
      expect(await look(`API_SERVER_KEY=${KEY}\n`)).to.equal(result);
    });
  }

  it("gives the key to nobody but the gateway", async () => {
    expect(await look(`API_SERVER_KEY=${KEY}\n`, { OWN: "" })).to.equal(
      "1 port: a process outside of it listens",
    );
    expect(await look(`API_SERVER_KEY=${KEY}\n`, { KNOWN: "" })).to.equal(
      "1 API server on port PORT is not asked: it cannot be told whose it is",
    );
    expect(keys).to.deep.equal([]);
  });

  it("says when nobody listens, and when there is no key", async () => {
    expect(await look("")).to.equal(
      "1 API server on port PORT cannot be asked: there is no API_SERVER_KEY in .env",
    );
    expect(keys).to.deep.equal([]);
    expect(await look("API_SERVER_KEY=a\n", { PORT: "1" })).to.equal(
      "1 API server on port 1: nobody answers",
    );
  });

  it("has the key in nobody's words", async () => {
    const watch = watchArgv(KEY);
    for (let n = 0; n < 5; n++) await look(`API_SERVER_KEY=${KEY}\n`);
    watch.stop();
    expect([keys.length, watch.hits]).to.deep.equal([5, []]);
  });
});
