import type { ServiceSettings } from "./definition";
import type { Draft } from "./draft";
import { expandSpecifiers } from "./specifiers";
import { splitWords } from "./words";

/** `Environment=`: words `NAME=value`; what is wrong is refused word by word, the rest counts. */
export function readEnvironment({ service, specifiers }: Draft, value: string): string | undefined {
  if (value === "") {
    service.environment.clear();
    return undefined;
  }
  const { words, broken } = splitWords(value);
  const complaints: string[] = [];
  for (const word of words) {
    const expanded = expandSpecifiers(word, specifiers);
    if (expanded === undefined)
      complaints.push(`Failed to resolve specifiers in ${word}, ignoring: Invalid slot`);
    else if (!/^[A-Za-z_][A-Za-z0-9_]*=/.test(expanded)) {
      complaints.push(`Invalid environment assignment, ignoring: ${word}`);
    } else assign(service, expanded);
  }
  if (broken) complaints.push(`Invalid syntax, ignoring: ${value}`);
  return complaints.length > 0 ? complaints.join("\n") : undefined;
}

/** `EnvironmentFile=`: read when the service starts. */
export function readEnvironmentFile({ service }: Draft, value: string): string | undefined {
  if (value === "") service.environmentFiles = [];
  else {
    const optional = value.startsWith("-");
    const path = optional ? value.slice(1) : value;
    if (!path.startsWith("/")) return `EnvironmentFile= path is not absolute, ignoring: ${value}`;
    service.environmentFiles.push({ path, optional });
  }
  return undefined;
}

function assign(service: ServiceSettings, text: string): void {
  const cut = text.indexOf("=");
  service.environment.set(text.slice(0, cut), text.slice(cut + 1));
}
