import { CREDENTIALS } from "./credential-table";

/**
 * The credentials in a profile's `.env` as texts, `credential <variables> <values>`: secret, for keyed digests only.
 * Equal texts are the same credential.
 */
export function credentialTexts(env: Readonly<Record<string, string>>): string[] {
  return usedIn(env).map(({ names, values }) => `credential ${names} ${values}`);
}

/**
 * The same for digests in a unit's mark, which everyone on the host can read and whose key is the stack's name: of a
 * value that can be found by trying the text says only that there is one.
 */
export function publicCredentialTexts(env: Readonly<Record<string, string>>): string[] {
  return usedIn(env).map(({ names, values, guessable }) =>
    guessable ? `credential ${names}` : `credential ${names} ${values}`,
  );
}

function usedIn(env: Readonly<Record<string, string>>) {
  return CREDENTIALS.flatMap(({ variables, unless, guessable }) => {
    const values = variables.map((name) => env[name] ?? "");
    if (values.includes("") || (unless !== undefined && env[unless])) return [];
    return [{ names: variables.join("+"), values: values.join(" "), guessable }];
  });
}
