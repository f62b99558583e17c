import { expect } from "chai";
import fc from "fast-check";
import { parseSurvey } from "../../../provider/host/survey/parse-survey.js";
import { SURVEY_GREETING } from "../../../provider/host/survey/survey-script.js";

const answer = (...lines: string[]) => [SURVEY_GREETING, ...lines, "end", ""].join("\n");

const ACCOUNT = "account\thermes\t1000\t/home/hermes";
const NOTHING = { units: [], homes: {}, listeners: [], dropIns: [] };
const unitsIn = (...lines: string[]) => parseSurvey(answer("system\t252\t", ACCOUNT, ...lines))?.seen?.units;

describe("the answer to a survey", () => {
  it("that was cut short, or never began, is none", () => {
    const whole = answer("system\t252\tabc");
    expect(parseSurvey(whole)?.seen).to.deep.equal({ systemd: 252, machineId: "abc", ...NOTHING });
    expect(parseSurvey(whole.replace("end\n", ""))).to.equal(undefined);
    expect(parseSurvey(`end\n${whole.replace("end\n", "")}`)).to.equal(undefined);
    expect(parseSurvey(whole.replace(SURVEY_GREETING, "Welcome"))).to.equal(undefined);
    expect(parseSurvey(answer("system\tnone\t"))).to.equal(undefined);
  });

  it("may have a banner before it", () => {
    expect(parseSurvey(`Welcome\nend\n${answer("system\t252\t")}`)?.seen?.systemd).to.equal(252);
  });

  it("shows no control characters of a mark that a user wrote", () => {
    const units = unitsIn(
      "of\thermes\tunit\ta.service\tno",
      "of\thermes\tsays\ta.service\tOwner\tx%1B[31m%0Ay",
    );
    expect(units?.[0]?.mark).to.deep.equal({ owner: "x[31my", priority: 0, claims: [] });
  });

  it("takes from an account what is about that account, and nothing about an account that was not asked", () => {
    expect(
      unitsIn(
        "of\thermes\tunit\tssh.service\tyes",
        "of\thermes\tunit\t-\tssh.service\tyes",
        "of\thermes\tsystem\t1\tx",
        "of\thermes\tlisten\t22\t/system.slice/ssh.service\tsshd",
        "of\tother\tunit\thermes-gateway-x.service\tyes",
        "of\t\tunit\tssh.service\tyes",
        "unit\t-\tssh.service\tyes",
      )?.map(({ name, scope, account }) => [name, scope, account]),
    ).to.deep.equal([["ssh.service", "user", "hermes"]]);
  });

  it("says which account was not heard to its end", () => {
    const { seen } = parseSurvey(answer("system\t252\t", ACCOUNT, "silent\thermes", "cut\tunits")) ?? {};
    expect(seen?.incomplete).to.deep.equal(["hermes", "units"]);
  });

  it("has of names, paths and numbers only what could be declared", () => {
    const [unit, ...more] =
      unitsIn(
        "unit\thermes-gateway-a.service\tno",
        "unit\t../a.service\tyes",
        "unit\thermes-fleet-guard.service\tyes",
        "unit\ta b.service\tyes",
        "says\thermes-gateway-a.service\tConflicts\t$(reboot).service b.service /x.service",
        "says\thermes-gateway-a.service\tHome\t/srv/../etc",
        "says\thermes-gateway-a.service\tFragmentPath\t/run/\u001b[2J",
        "says\thermes-gateway-a.service\tActiveState\tac;tive",
        "says\thermes-gateway-a.service\tPort\t99999",
        "says\thermes-gateway-a.service\tPort\t8642",
        "says\thermes-gateway-a.service\tHas\tService.X;Y",
        "listen\t080a\t/\tx",
      ) ?? [];
    expect(more).to.deep.equal([]);
    expect(unit).to.deep.equal({
      name: "hermes-gateway-a.service",
      scope: "system",
      conflicts: ["b.service"],
      before: [],
      activeState: "inactive",
      enabled: false,
      declaredPorts: [8642],
      sets: [],
    });
  });

  it("has at most 300 units of an account, however many it tells of, and all of the system's", () => {
    const lines = Array.from(
      { length: 5000 },
      (_, n) => `of\thermes\tunit\thermes-gateway-${n}.service\tyes`,
    );
    expect(unitsIn(...lines, "unit\thermes-gateway-a.service\tyes")).to.have.length(301);
  });

  it("names who holds a port, and below a user manager only units of its account", () => {
    const { seen } =
      parseSurvey(
        answer(
          "system\t252\t",
          ACCOUNT,
          "unit\thermes-api-x.service\tyes",
          "listen\t18800\t/system.slice/hermes-api-x.service\thermes",
          "listen\t18801\t/user.slice/user-1000.slice/user@1000.service/app.slice/ssh.service\tsh",
          "listen\t18802\t/user.slice/user-7.slice/user@7.service/app.slice/ssh.service\tsh",
          "listen\t18803\t/user.slice/user-1000.slice/session-3.scope\tnc",
        ),
      ) ?? {};
    expect(seen?.units[0]?.ports).to.deep.equal([18800]);
    expect(seen?.listeners).to.deep.equal([
      { port: 18800, process: "hermes", unit: "hermes-api-x.service" },
      { port: 18801, process: "sh", unit: "ssh.service", account: "hermes" },
      { port: 18802, process: "sh", unit: "user@7.service" },
      { port: 18803, process: "nc", unit: "session-3.scope" },
    ]);
  });

  const word = fc.constantFrom(
    ...[
      "unit",
      "says",
      "system",
      "fail",
      "-",
      "",
      "a.service",
      "Owner",
      "yes",
      "%",
      "end",
      "listen",
      "22",
      "of",
    ],
    ...["account", "hermes", "cut", "silent", "dropin", "Conflicts"],
  );
  const line = fc.array(word, { maxLength: 6 }).map((words) => words.join("\t"));

  it("of whatever lines throws nothing", () => {
    fc.assert(fc.property(fc.array(line), (lines) => void parseSurvey(answer(...lines))));
  });

  it("whatever an account says, the facts of the system and of other accounts are the same", () => {
    const system = ["system\t252\tabc", ACCOUNT, "account\tother\t1001\t/home/other", "unit\tb.service\tyes"];
    const without = parseSurvey(answer(...system))?.seen;
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const seen = parseSurvey(answer(...system, ...lines.map((one) => `of\thermes\t${one}`)))?.seen;
        const { incomplete: _, units = [], ...rest } = seen ?? {};
        const own = units.filter(({ account }) => account === "hermes");
        expect({ ...rest, units: units.filter((unit) => !own.includes(unit)) }).to.deep.equal(without);
      }),
    );
  });
});
