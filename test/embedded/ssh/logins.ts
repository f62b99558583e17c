import { type AuthContext, type ParsedKey, utils } from "ssh2";

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
  const methods = allowedMethods(logins);
  const refuse = () => context.reject(methods);
  if (context.username !== logins.user) return refuse();
  switch (context.method) {
    case "publickey": {
      const key = logins.publicKeys
        .map((line) => utils.parseKey(line))
        .find(
          (known): known is ParsedKey =>
            !(known instanceof Error) && known.getPublicSSH().equals(context.key.data),
        );
      if (!key) return refuse();
      // Without a signature the client only asks whether the key would do.
      if (context.signature === undefined || context.blob === undefined) return context.accept();
      return key.verify(context.blob, context.signature, context.hashAlgo) === true
        ? context.accept()
        : refuse();
    }
    case "password":
      return logins.password !== undefined && context.password === logins.password
        ? context.accept()
        : refuse();
    case "keyboard-interactive":
      if (logins.password === undefined) return refuse();
      context.prompt([{ prompt: "Password: ", echo: false }], (answers) =>
        answers[0] === logins.password ? context.accept() : refuse(),
      );
      return;
    default:
      return refuse();
  }
}

function allowedMethods({ publicKeys, password }: Logins) {
  return [
    ...(publicKeys.length > 0 ? (["publickey"] as const) : []),
    ...(password !== undefined ? (["password", "keyboard-interactive"] as const) : []),
  ];
}
