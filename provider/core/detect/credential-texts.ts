import { CREDENTIALS } from "./credential-table";

/**
 * The credentials in a profile's `.env` as texts, `credential <variables> <values>`: secret, for keyed digests only.
 * Equal texts are the same credential.
 */
export function credentialTexts(env: Readonly<Record<string, string>>): string[] {
  return CREDENTIALS.flatMap(({ variables, unless }) => {
    const values = variables.map((name) => env[name] ?? "");
    if (values.includes("") || (unless !== undefined && env[unless])) return [];
    return [`credential ${variables.join("+")} ${values.join(" ")}`];
  });
}
