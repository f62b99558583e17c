import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { FIELD_SHAPES, fieldLine } from "../../../provider/host/transaction/field-shapes.js";
import { repoRoot } from "../../e2e/repo-root";

const part = (name: string) => readFileSync(join(repoRoot(), "provider", "host", "script", name), "utf8");

describe("the fields of an operation", () => {
  it("are the ones that the host script takes, and no other ones", () => {
    const [, list = ""] = /case \$name in\n.*?continue\n\s*;;\n(.*?)\) ;;/s.exec(part("30-observe.sh")) ?? [];
    expect(list.split(/[|\\\s]+/).filter((name) => name !== "")).to.have.members(Object.keys(FIELD_SHAPES));
  });

  it("carry no control character, whichever field it is and wherever it stands", () => {
    const control = fc.integer({ min: 0, max: 159 }).filter((code) => code < 32 || code > 126);
    const name = fc.constantFrom(...Object.keys(FIELD_SHAPES));
    fc.assert(
      fc.property(name, fc.string(), control, fc.string(), (field, before, code, after) => {
        const value = before + String.fromCharCode(code) + after;
        expect(() => fieldLine(field, value)).to.throw(`the field ${field} is not`);
      }),
    );
  });

  it("carry no text of a shell where a word, a path or a number is meant", () => {
    const words = Object.keys(FIELD_SHAPES).filter(
      (name) => !/^(owner|home|gatewayHome|executable|movesFrom|ready(Url|Path))$/.test(name),
    );
    for (const field of words) {
      for (const value of ["$(id)", "`id`", "a;id", "a&b", "../a", "a b;c", "*", "x'y", '"', "--help me"]) {
        expect(() => fieldLine(field, value), `${field}=${value}`).to.throw(`the field ${field} is not`);
      }
    }
    for (const field of ["home", "executable", "gatewayHome", "movesFrom"]) {
      for (const value of ["a", "/a/../b", "/..", "./a"])
        expect(() => fieldLine(field, value)).to.throw(field);
      expect(fieldLine(field, "/srv/a b/$(c)")).to.equal(`${field}=/srv/a b/$(c)\n`);
    }
  });

  it("have no other name", () => {
    for (const name of ["", "x", "a;id>/root/x;b", "__proto__", "operation"]) {
      expect(() => fieldLine(name, "yes")).to.throw(TypeError, "no field");
    }
  });
});

describe("a request with something else in it", () => {
  const hostile = ["a;id>PLANTED;b=1", "put=1", "unit", "noname", "=x", "unit=a\tb", "operation=1;id"];
  for (const line of hostile) {
    it(`begins nothing: ${JSON.stringify(line)}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "hermes-fields-"));
      const planted = join(folder, "planted");
      writeFileSync(
        join(folder, "fields"),
        `operation=0\nunit=a.service\n${line.replace("PLANTED", planted)}\n`,
      );
      const script = `${part("10-base.sh")}${part("40-account.sh")}${part("30-observe.sh")}
say() { printf '%s\\n' "$*"; }
finish() { exit 1; }
load_operations
echo begun`;
      const { stdout, status } = spawnSync("/bin/sh", ["-c", script, "hermes-fleet", folder, "apply"], {
        env: { PATH: process.env.PATH, HERMES_FLEET_ROOT: folder },
        encoding: "utf8",
      });
      expect([stdout.split(" ").slice(0, 3).join(" "), status, existsSync(planted)]).to.deep.equal([
        "fail - host-script-failed",
        1,
        false,
      ]);
      rmSync(folder, { recursive: true });
    });
  }
});
