import { propertiesOf } from "../../manager/properties";
import { unitName } from "./arguments";
import { isPattern, matches } from "./patterns";
import type { Verb } from "./systemctl";

/** `systemctl show`: blocks of `Key=value`, separated by an empty line, in systemd's own order of the keys. */
export const show: Verb = ({ manager, version }, { words, properties, flags, values }) => {
  if (words.length === 0) {
    const own = { Version: version.replace(/^.*\((.*)\)$/, "$1"), SystemState: "running" };
    return { code: 0, out: block(Object.entries(own), properties, flags.has("--value")) };
  }
  const names = words.flatMap((word) =>
    isPattern(word)
      ? manager.registry
          .all()
          .map(({ name }) => name)
          .filter((name) => matches(name, [word]))
      : [unitName(word)],
  );
  const unix = values.get("--timestamp") === "unix";
  const blocks = names.map((name) =>
    block(propertiesOf(manager, manager.registry.get(name), unix), properties, flags.has("--value")),
  );
  return { code: 0, out: blocks.join("\n") };
};

function block(pairs: [string, string][], wanted: readonly string[] | undefined, bare: boolean): string {
  return pairs
    .filter(([key]) => wanted === undefined || wanted.includes(key))
    .map(([key, value]) => (bare ? `${value}\n` : `${key}=${value}\n`))
    .join("");
}
