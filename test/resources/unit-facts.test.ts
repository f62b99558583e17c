import { expect } from "chai";
import type { Config } from "../../provider/core/config-file/config";
import {
  lifeOf as lifeOfFacts,
  type UnitFacts,
  unitFacts,
} from "../../provider/resources/gateway-profile/unit-facts.js";

const lifeOf = (lines: readonly string[], variables: Record<string, string> = {}, config?: Config) =>
  lifeIn(unitFacts({ unit: `[Service]\n${lines.join("\n")}\n` }), variables, config);
const lifeIn = (facts: UnitFacts, variables: Record<string, string>, config?: Config) =>
  lifeOfFacts({ killSignal: facts.killSignal, ...facts.starts }, variables, config);

describe("what a unit says of its starts and stops", () => {
  it("is systemd's and Hermes' own where it says nothing", () => {
    expect(lifeOf([])).to.deep.equal({
      killSignal: "SIGTERM",
      maxStarts: 5,
      startsWindowSeconds: 120,
    });
  });

  it("is what it says", () => {
    const lines = [
      "KillSignal=SIGINT",
      'Environment="HERMES_GATEWAY_MAX_STARTS=7" HERMES_GATEWAY_START_WINDOW_S=60',
    ];
    expect(lifeOf(lines)).to.deep.equal({
      killSignal: "SIGINT",
      maxStarts: 7,
      startsWindowSeconds: 60,
    });
  });

  const breakers: [unit: string, file: string | undefined, maxStarts: number][] = [
    ["0", undefined, 0],
    ["-1", undefined, 0],
    ["many", undefined, 5],
    ["", undefined, 5],
    ["3", "0", 0],
  ];
  for (const [unit, file, maxStarts] of breakers) {
    it(`counts ${maxStarts} starts for ${unit} in the unit and ${file ?? "nothing"} in .env, which wins`, () => {
      const variables: Record<string, string> = file === undefined ? {} : { HERMES_GATEWAY_MAX_STARTS: file };
      expect(lifeOf([`Environment=HERMES_GATEWAY_MAX_STARTS=${unit}`], variables).maxStarts).to.equal(
        maxStarts,
      );
    });
  }

  it("is what config.yaml says of its starts, unless a variable says something else", () => {
    const config: Config = { gateway: { respawn_storm: { max_starts: 2, window_seconds: 30 } } };
    const starts = (lines: readonly string[], settings: Config) => {
      const { maxStarts, startsWindowSeconds } = lifeOf(lines, {}, settings);
      return [maxStarts, startsWindowSeconds];
    };
    expect(starts([], config)).to.deep.equal([2, 30]);
    expect(starts(["Environment=HERMES_GATEWAY_MAX_STARTS=7"], config)).to.deep.equal([7, 30]);
    expect(starts([], { gateway: { respawn_storm: { max_starts: "2" } } })).to.deep.equal([5, 120]);
  });
});
