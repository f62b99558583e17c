import { expect } from "chai";
import fc from "fast-check";
import { parseSurvey } from "../../../provider/host/survey/parse-survey.js";
import { SURVEY_GREETING } from "../../../provider/host/survey/survey-script.js";

const answer = (...lines: string[]) => [SURVEY_GREETING, ...lines, "end", ""].join("\n");

describe("the answer to a survey", () => {
  it("that was cut short, or never began, is none", () => {
    const whole = answer("system\t252\tabc");
    expect(parseSurvey(whole)?.seen).to.deep.equal({ systemd: 252, machineId: "abc", units: [] });
    expect(parseSurvey(whole.replace("end\n", ""))).to.equal(undefined);
    expect(parseSurvey(`end\n${whole.replace("end\n", "")}`)).to.equal(undefined);
    expect(parseSurvey(whole.replace(SURVEY_GREETING, "Welcome"))).to.equal(undefined);
    expect(parseSurvey(answer("system\tnone\t"))).to.equal(undefined);
  });

  it("may have a banner before it", () => {
    expect(parseSurvey(`Welcome\nend\n${answer("system\t252\t")}`)?.seen?.systemd).to.equal(252);
  });

  it("shows no control characters of a mark that a user wrote", () => {
    const seen = parseSurvey(
      answer("system\t252\t", "unit\thermes\ta.service\tno", "says\thermes\ta.service\tOwner\tx%1B[31m%0Ay"),
    )?.seen;
    expect(seen?.units[0]?.mark).to.deep.equal({ owner: "x[31my", priority: 0, claims: [] });
  });

  it("of whatever lines throws nothing", () => {
    const line = fc
      .array(
        fc.constantFrom("unit", "says", "system", "fail", "-", "a.service", "Owner", "yes", "%", "end"),
        { maxLength: 6 },
      )
      .map((words) => words.join("\t"));
    fc.assert(fc.property(fc.array(line), (lines) => void parseSurvey(answer(...lines))));
  });
});
