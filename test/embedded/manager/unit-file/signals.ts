import { constants } from "node:os";

const NUMBERS: Readonly<Record<string, number>> = constants.signals;

/** A signal's number by `SIGTERM`, `TERM` or `15`; `undefined` for none. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) > 0 && Number(text) <= 64 ? Number(text) : undefined;
  return NUMBERS[text] ?? NUMBERS[`SIG${text}`];
}

/** `TERM` for 15, as systemd's messages write it. */
export function signalName(number: number): string {
  const name = Object.keys(NUMBERS).find((key) => NUMBERS[key] === number);
  return name?.replace(/^SIG/, "") ?? String(number);
}
