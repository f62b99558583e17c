import { shownText } from "../core/host-text";

/**
 * Tells the operator something: standard output of the provider process is shown as information under the stack's row.
 * Everything that it says comes through here, because it may hold words of a machine.
 */
export function tell(text: string): void {
  process.stdout.write(`${shownText(text)}\n`);
}
