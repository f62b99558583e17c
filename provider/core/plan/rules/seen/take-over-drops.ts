import { isSeen } from "../../../facts/host-facts";
import { parseUnitFile } from "../../../unit-file/parse-unit-file";
import { renderGatewayUnit } from "../../../units/render-gateway-unit";
import { isBeside } from "../../outsiders";
import { type HostRule, listed, subject } from "../rule";

/**
 * What a unit on the host sets that the plan's unit of the same name does not, where a create may take it over. `PATH` is
 * what is missed most: Hermes' own unit sets it, and a gateway finds its tools by it.
 */
export const takeOverDrops: HostRule = ({ hostKey, facts, gateways }) => {
  if (!isSeen(facts)) return [];
  return gateways.flatMap(({ profileKey, unitName, spec, handling }) => {
    if (handling.adopt !== "take-over") return [];
    const unit = facts.units.find((one) => one.name === unitName && isBeside(one, { unit: spec }));
    if (unit?.sets === undefined || unit.mark !== undefined) return [];
    const own = settingsIn(renderGatewayUnit(spec));
    const dropped = unit.sets.filter((setting) => !own.has(setting) && !setting.startsWith("X-"));
    if (dropped.length === 0) return [];
    const paths = dropped.filter((setting) => setting === "Service.Environment.PATH");
    return [
      {
        code: "take-over-drops",
        severity: "warning",
        subjects: [subject(hostKey, profileKey)],
        message: `${unitName} on ${hostKey} will be taken over by ${profileKey}, whose unit does not set ${listed(dropped.map(shown))}`,
        remedy: `declare what should stay (${paths.length > 0 ? "environment: { PATH: … }, " : ""}directives), see it with systemctl cat ${unitName}`,
      },
    ];
  });
};

function shown(setting: string): string {
  const [, key = "", variable] = setting.split(".");
  return variable === undefined ? `${key}=` : `${key}=${variable}`;
}

function settingsIn(text: string): Set<string> {
  const found = new Set<string>();
  for (const entry of parseUnitFile(text).entries) {
    if (entry.kind !== "directive") continue;
    if (entry.key !== "Environment") found.add(`${entry.section}.${entry.key}`);
    else found.add(`Service.Environment.${/^"?([A-Za-z0-9_]+)=/.exec(entry.value)?.[1]}`);
  }
  return found;
}
