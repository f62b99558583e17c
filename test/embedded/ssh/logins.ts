import { type AuthContext, type PublicKeyAuthContext, utils } from "ssh2";

/** Who is let in, and how. */
export interface Logins {
  /** The one account that exists for SSH. */
  readonly user: string;
  /** Public keys that may log in, `type base64` each. */
  readonly publicKeys: readonly string[];
  /** Password that may log in, also by keyboard-interactive. */
  readonly password?: string;
}

/** Answers one step of a log-in. */
export function authenticate(context: AuthContext, logins: Logins): void {
  const answer = (yes: boolean) => (yes ? context.accept() : context.reject(methodsOf(logins)));
  const { password } = logins;
  if (context.username !== logins.user) answer(false);
  else if (context.method === "publickey") answer(isKnownKey(context, logins.publicKeys));
  else if (context.method === "password") answer(password !== undefined && context.password === password);
  else if (context.method === "keyboard-interactive" && password !== undefined) {
    context.prompt([{ prompt: "Password: ", echo: false }], ([typed]) => answer(typed === password));
  } else answer(false);
}

/** True also for a question without a signature: the client first asks whether a key would do. */
function isKnownKey(
  { key, signature, blob, hashAlgo }: PublicKeyAuthContext,
  lines: readonly string[],
): boolean {
  for (const line of lines) {
    const known = utils.parseKey(line);
    if (known instanceof Error || !known.getPublicSSH().equals(key.data)) continue;
    return signature === undefined || blob === undefined || known.verify(blob, signature, hashAlgo) === true;
  }
  return false;
}

function methodsOf({ publicKeys, password }: Logins) {
  return [
    ...(publicKeys.length > 0 ? (["publickey"] as const) : []),
    ...(password !== undefined ? (["password", "keyboard-interactive"] as const) : []),
  ];
}
