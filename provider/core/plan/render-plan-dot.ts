import { unitRef } from "../units/unit-ref";
import type { FleetPlan, GatewayPlan, HostPlan } from "./fleet-plan";
import { provenanceOf, reasonsText } from "./provenance";

/**
 * A plan as a graph in the DOT language: a box for each host, a node for each gateway (dashed on standby), an arrow
 * for each exclusion, from the higher to the lower, with its reason. Units of others are boxes, profiles that another
 * one's gateway serves are dotted. Ends with one
 * newline.
 */
export function renderPlanDot(plan: FleetPlan): string {
  const hosts = plan.hosts.flatMap((host, i) => hostLines(host, i));
  return `${[`digraph ${quoted(plan.fleetName)} {`, "  rankdir=LR;", "  node [style=solid];", ...hosts, "}"].join("\n")}\n`;
}

function hostLines(host: HostPlan, index: number): string[] {
  const between = provenanceOf(host);
  const id = (unit: string) => quoted(`${host.hostKey}/${unit}`);
  const arrows = host.gateways.flatMap((gateway, place) => [
    ...host.gateways
      .slice(place + 1)
      .filter(({ profileKey }) => gateway.neighbours.includes(profileKey))
      .map((lower) => {
        const why = reasonsText(between(gateway.profileKey, lower.profileKey));
        return `    ${id(unitRef(gateway.spec))} -> ${id(unitRef(lower.spec))} [label=${quoted(why)}];`;
      }),
    ...gateway.externalConflicts.flatMap(({ unitName, declaredAt, seen }) => {
      const external = unitRef({ ...gateway.spec, unitName });
      return [
        `    ${id(external)} [label=${quoted(external)}, shape=box];`,
        `    ${id(unitRef(gateway.spec))} -> ${id(external)} [label=${quoted(seen ? declaredAt : "systemd_conflicts")}];`,
      ];
    }),
  ]);
  return [
    `  subgraph cluster_${index} {`,
    `    label=${quoted(host.hostKey)};`,
    ...host.gateways.map((gateway) => `    ${id(unitRef(gateway.spec))} [${attributes(gateway)}];`),
    ...arrows,
    ...servedLines(host, id),
    "  }",
  ];
}

function servedLines({ served = [], gateways }: HostPlan, id: (name: string) => string): string[] {
  return served.flatMap(({ profileKey, by }) => {
    const server = gateways.find((gateway) => gateway.profileKey === by);
    if (server === undefined) return [];
    const label = `${profileKey}\nserved by ${by}`;
    return [
      `    ${id(profileKey)} [label=${quoted(label)}, style=dotted];`,
      `    ${id(unitRef(server.spec))} -> ${id(profileKey)} [label="serves", style=dotted];`,
    ];
  });
}

function attributes({ profileKey, boot, priority }: GatewayPlan): string {
  const label = `${profileKey}\npriority ${priority}\n${boot === "enabled" ? "runs after a boot" : "standby"}`;
  return `label=${quoted(label)}${boot === "enabled" ? "" : ", style=dashed"}`;
}

/** A quoted identifier: only quotes and line breaks need care, a backslash before anything else stays as it is. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
