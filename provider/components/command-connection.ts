import * as pulumi from "@pulumi/pulumi";
import { type Problem, problemAt } from "../core/problem";
import { problemsOf } from "../core/rules/problems-of";
import { CONNECTION_SAMPLES, connectionSchema } from "../core/schema/connection-options";
import { isLater } from "./later.js";

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a connection as far as it is known now; never says a value of it. */
export function writtenConnectionProblems(connection: unknown): Problem[] {
  if (isLater(connection)) return [];
  const { error } = connectionSchema.safeParse(withSamples(connection), { reportInput: true });
  const problems = (error ? problemsOf(error) : []).map(({ keys, message, remedy }) =>
    problemAt(["connection", ...keys], message, remedy),
  );
  if (problems.length > 0 || !isFields(connection)) return problems;
  if (connection.host !== undefined || connection.local === true) return [];
  return [problemAt(["connection", "host"], "is missing", "write the machine's name or address")];
}

/** Samples in place of what is known later, so that the rest can be checked. */
function withSamples(value: unknown): unknown {
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([key, field]) => [
    key,
    isLater(field) ? (CONNECTION_SAMPLES[key] ?? "later") : withSamples(field),
  ]);
  return Object.fromEntries(entries);
}

const KEY_REMEDY =
  "write the host's public key, one line `type base64`: `ssh-keyscan -t ed25519 <host>` without the name, compared with /etc/ssh/ssh_host_ed25519_key.pub there; or use via: provider, which looks into known_hosts";

/** Options of ours that the command plugin does not have, and what to write for them. */
const FOREIGN: Readonly<Record<string, string>> = {
  privateKeyFile: 'write privateKey: pulumi.secret(readFileSync(…, "utf8")), or use via: provider',
  knownHostsFile: KEY_REMEDY,
  local: "use via: provider, which runs on the machine itself without SSH",
};

/** One public key as the plugin's `ParseAuthorizedKey` reads it; of several lines it would take the first. */
const ONE_KEY = /^(ssh-|ecdsa-|sk-)[a-z0-9@.-]+ AAAA[A-Za-z0-9+/]+={0,2}( [^\n]*)?\n?$/;

/** What keeps the command plugin from using a connection safely, as far as it is known. */
export function commandConnectionProblems(
  connection: unknown,
  keys: readonly string[] = ["connection"],
): Problem[] {
  if (!isFields(connection) || isLater(connection)) return [];
  const problems = Object.entries(FOREIGN).flatMap(([key, remedy]) =>
    connection[key] === undefined || connection[key] === false
      ? []
      : problemAt([...keys, key], "is no option of the command plugin", remedy),
  );
  const { hostKey, proxy } = connection;
  if (hostKey === undefined || hostKey === "") {
    const message = "is missing, and without it the command plugin takes any machine for this one";
    problems.push(problemAt([...keys, "hostKey"], message, KEY_REMEDY));
  } else if (typeof hostKey === "string" && !ONE_KEY.test(hostKey)) {
    problems.push(problemAt([...keys, "hostKey"], "is not exactly one public key", KEY_REMEDY));
  }
  return [...problems, ...commandConnectionProblems(proxy, [...keys, "proxy"])];
}

/** The connection as the command plugin takes it. @throws what `refuse` makes of problems that were not known before */
export function commandConnection(
  connection: pulumi.Input<unknown>,
  refuse: (problems: readonly Problem[]) => Error,
): pulumi.Output<{ readonly host: string }> {
  const checked = pulumi.output(connection as pulumi.Input<Fields>).apply((known) => {
    const problems = [...writtenConnectionProblems(known), ...commandConnectionProblems(known)];
    if (problems.length > 0) throw refuse(problems);
    return taken(known as Fields) as { readonly host: string };
  });
  return pulumi.secret(checked);
}

/** Without what is not there; the plugin counts whole seconds. */
function taken(connection: Fields): Fields {
  const { proxy, local: _, perDialTimeout, ...rest } = connection;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(typeof perDialTimeout === "number" ? { perDialTimeout: Math.ceil(perDialTimeout) } : {}),
    ...(isFields(proxy) ? { proxy: taken(proxy) } : {}),
  };
}

/** Plain objects only: an Output is looked into by nobody. */
function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !isLater(value);
}
