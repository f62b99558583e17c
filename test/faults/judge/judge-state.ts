import { gatewaysOf, pendingOf } from "../../e2e/support/state";
import type { Look } from "../host/look";
import { PROFILES } from "../stage/declare";

/** Where the state of the stack does not say what is on the host. */
export function judgeState(exported: string, seen: Look): string[] {
  const gateways = gatewaysOf(exported);
  return [
    ...pendingOf(exported).map((pending) => `the state still has a pending operation: ${pending}`),
    ...PROFILES.flatMap((name) => {
      const outputs = gateways[`hermes/vm1/${name}`]?.outputs;
      if (outputs === undefined) return [`the state does not have ${name}`];
      const onHost = outputs.onHost as { fileHash?: string; links?: readonly string[] } | undefined;
      const linked = seen.linked.includes(name);
      return [
        ...(outputs.status === "applied" ? [] : [`the state says that ${name} is ${outputs.status}`]),
        ...(onHost?.fileHash === seen.files[name]
          ? []
          : [`the state has another digest of the unit of ${name}`]),
        ...((onHost?.links?.length ?? 0) > 0 === linked ? [] : [`the state has other links of ${name}`]),
        ...((outputs.boot === "enabled") === linked
          ? []
          : [`the state says that a boot finds ${name} ${outputs.boot}`]),
      ];
    }),
  ];
}
