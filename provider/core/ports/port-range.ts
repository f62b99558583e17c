/** TCP ports from which allocated ones are taken, half open: `to` is none of them. */
export interface PortRange {
  /** The first port, 1 to 65535. */
  readonly from: number;
  /** The port behind the last one, 2 to 65536. */
  readonly to: number;
}

/** How many ports a range has. */
export function portCount({ from, to }: PortRange): number {
  return to - from;
}

/** Whether a port lies in a range. */
export function inRange({ from, to }: PortRange, port: number): boolean {
  return port >= from && port < to;
}

/** A range as a sentence names it, both ends included: `9200 to 9799`. */
export function rangeText({ from, to }: PortRange): string {
  return `${from} to ${to - 1}`;
}
