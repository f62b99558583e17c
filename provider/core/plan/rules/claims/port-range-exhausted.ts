import { portCount, rangeText } from "../../../ports/port-range";
import { type HostRule, subject } from "../rule";

/** More listeners that need a port than the host's range has. */
export const portRangeExhausted: HostRule = ({ hostKey, ports }) => {
  if (ports === undefined) return [];
  const { range, requests, taken } = ports;
  const needed = Object.values(requests).reduce((sum, listeners) => sum + listeners.length, 0);
  const free = portCount(range) - taken.length;
  if (needed <= free) return [];
  const declared = taken.length === 0 ? "" : `, ${taken.length} of them declared by gateways of the host`;
  return [
    {
      code: "port-range-exhausted",
      severity: "error",
      subjects: Object.keys(requests).map((key) => subject(hostKey, key)),
      message: `${needed} listeners on ${hostKey} need a port from ${rangeText(range)}, which has ${portCount(range)}${declared}`,
      remedy: `widen portRange, the fleet's or that of ${hostKey}, by ${needed - free} at least, or write the ports of some profiles`,
    },
  ];
};
