import { equalValues } from "../equal.js";
import type { Difference } from "../gateway-profile/diff.js";
import {
  INSTALLATION_QUIET,
  INSTALLATION_TOUCHES,
  type InstallationInputs,
  type InstallationOutputs,
} from "./properties.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Pure. Another version is an update: it is installed beside the old one. Another root, or whether anything is
 * installed at all, is another installation, made before the old one is taken away.
 */
export function diffInstallation(
  olds: Partial<InstallationOutputs>,
  news: Partial<InstallationInputs>,
): Difference {
  const [before, now] = [olds as Fields, news as Fields];
  const replaces = ["hostKey", "root"].filter((key) => !equalValues(before[key], now[key]));
  if ((olds.from === "verify") !== (news.from === "verify")) replaces.push("from");
  if (replaces.length > 0) return { replaces };
  const compared = [...INSTALLATION_TOUCHES, ...INSTALLATION_QUIET];
  if (compared.some((key) => !equalValues(before[key], now[key]))) return {};
  return { changes: olds.status !== "applied" };
}

/** Whether a change touches the host at all: a changed connection does, it is to be seen where it leads. */
export function touchesInstallation(olds: InstallationOutputs, news: InstallationInputs): boolean {
  if (olds.status !== "applied") return true;
  const [before, now] = [olds as unknown as Fields, news as unknown as Fields];
  return INSTALLATION_TOUCHES.some((key) => !equalValues(before[key], now[key]));
}
