import { expect } from "chai";
import { configDrift } from "../../../provider/core/config-file/config-drift";
import { mergeConfig } from "../../../provider/core/config-file/merge-config";

/** As a person writes it: quotes, comments behind values, commented-out keys on every level. */
const BY_HAND = `# Hermes of the build team
_config_version: 33

# --- model ---------------------------------------------------
model:
  default: "anthropic/claude-opus-4.6"   # see the wiki
  provider: auto

  # api_key: "your-key-here"
  base_url: 'https://openrouter.ai/api/v1'

  # streaming: true
# providers:
#   router:
#     base_url: https://api.router.example/v1


gateway:
  # drain before a stop
  restart_drain_timeout: 60
  platforms:
    telegram:
      enabled: yes
      extra: {base_url: "http://127.0.0.1:18081/bot", fallback_ips: ["127.0.0.1"]}
    # discord:
    #   enabled: true

toolsets:
- web
- terminal
personality: |+
  Be brief.

# --- end -----------------------------------------------------
`;

/** As a program leaves it: sorted, no comments, sequences at the level of their key. */
const BY_PROGRAM = `_config_version: 33
gateway:
  restart_drain_timeout: 60
model:
  default: anthropic/claude-opus-4.6
platforms:
  telegram:
    extra:
      fallback_ips:
      - 127.0.0.1
systemd_conflicts: []
`;

const declared = {
  gateway: {
    standalone: true,
    restart_drain_timeout: 60,
    platforms: {
      telegram: { enabled: true },
      api_server: { enabled: true, extra: { port: 18800, host: "127.0.0.1" } },
    },
  },
  model: { streaming: false },
};

const merge = (text: string) =>
  mergeConfig(text, { before: {}, after: declared, found: [], adopt: "refuse" });

/** The lines that a text has more than another, whose lines it has all and in order. */
function addedLines(text: string, original: string): string[] {
  const rest = original.split("\n");
  return text.split("\n").filter((line) => {
    if (line !== rest[0]) return true;
    rest.shift();
    return false;
  });
}

describe("mergeConfig on a config.yaml of Hermes", () => {
  it("adds its lines to one that a person wrote, in the maps to which they belong", () => {
    const { text = "" } = merge(BY_HAND);
    expect(addedLines(text, BY_HAND)).to.deep.equal([
      "  streaming: false",
      "    api_server:",
      "      enabled: true",
      "      extra:",
      "        port: 18800",
      "        host: 127.0.0.1",
      "  standalone: true",
    ]);
    expect(text).to.contain(
      "base_url: 'https://openrouter.ai/api/v1'\n  streaming: false\n\n  # streaming: true\n",
    );
    expect(text).to.contain("    api_server:\n");
    expect(text).to.contain(
      "host: 127.0.0.1\n    # discord:\n    #   enabled: true\n  standalone: true\n\ntoolsets:",
    );
    expect(configDrift(text, declared)).to.deep.equal([]);
  });

  it("adds them to one that a program wrote", () => {
    const { text = "" } = merge(BY_PROGRAM);
    expect(addedLines(text, BY_PROGRAM)).to.deep.equal([
      "  standalone: true",
      "  platforms:",
      "    telegram:",
      "      enabled: true",
      "    api_server:",
      "      enabled: true",
      "      extra:",
      "        port: 18800",
      "        host: 127.0.0.1",
      "  streaming: false",
    ]);
  });

  for (const [who, original] of Object.entries({ person: BY_HAND, program: BY_PROGRAM })) {
    it(`gives back the one of a ${who} when nothing is declared any more`, () => {
      const { text, found = [] } = merge(original);
      const gone = mergeConfig(text, { before: declared, after: {}, found, adopt: "refuse" });
      expect(gone).to.deep.equal({ text: original, found: [] });
    });
  }

  it("keeps what Hermes wrote when it rewrote the file, and takes its own keys out of that", () => {
    const { found = [] } = merge(BY_HAND);
    const rewritten =
      "_config_version: 34\ngateway:\n  platforms:\n    api_server:\n      enabled: true\n      extra:\n        host: 127.0.0.1\n        key: theirs\n        port: 18800\n    telegram:\n      enabled: true\n  restart_drain_timeout: 60\n  standalone: true\nmodel:\n  streaming: false\n";
    expect(configDrift(rewritten, declared)).to.deep.equal([]);
    expect(mergeConfig(rewritten, { before: declared, after: {}, found, adopt: "refuse" }).text).to.equal(
      "_config_version: 34\ngateway:\n  platforms:\n    api_server:\n      extra:\n        key: theirs\n    telegram:\n      enabled: true\n  restart_drain_timeout: 60\nmodel:\n",
    );
  });
});
