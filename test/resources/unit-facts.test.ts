import { expect } from "chai";
import { unitFacts } from "../../provider/resources/gateway-profile/unit-facts.js";

const lifeOf = (lines: readonly string[], variables: Record<string, string> = {}) =>
  unitFacts({ unit: `[Service]\n${lines.join("\n")}\n` }, variables).life;

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
});
