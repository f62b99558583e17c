import type { AuthHandlerMiddleware } from "ssh2";
import { HostError } from "../../host-error.js";
import { type Hop, sshCommand } from "../endpoint.js";
import { findLoginMethods, type LoginMethod } from "./find-methods.js";

/** The log-in of one dial: hands ssh2 one method after the other and remembers what happened. */
export interface Login {
  readonly handler: AuthHandlerMiddleware;
  /** True once every method that the host allows was refused. */
  readonly isExhausted: () => boolean;
  /** Notes a problem that does not end the log-in, such as an agent that does not answer. */
  readonly note: (problem: string) => void;
  /** What the operator is told when nobody is let in. */
  readonly error: () => HostError;
}

/** A `Login` factory of one endpoint: keys are read once, each dial starts at the first method again. */
export function prepareLogins(hop: Hop, env: Readonly<Record<string, string | undefined>>): () => Login {
  const { methods, skipped } = findLoginMethods(hop, env);
  return () => startLogin(hop, methods, skipped);
}

function startLogin(hop: Hop, methods: readonly LoginMethod[], skipped: readonly string[]): Login {
  const ask: LoginMethod = { name: "none", wireName: "none", method: { type: "none", username: hop.user } };
  const waiting = methods.length > 0 ? [...methods] : [ask];
  const tried: LoginMethod[] = [];
  const notes: string[] = [];
  let allowed: readonly string[] | undefined;
  let exhausted = false;
  return {
    handler: (left: readonly string[] | null, _partial, next) => {
      allowed = left ?? allowed;
      const index = waiting.findIndex(({ wireName }) => allowed === undefined || allowed.includes(wireName));
      const [method] = index < 0 ? [] : waiting.splice(index, 1);
      if (method && method !== ask) tried.push(method);
      exhausted = method === undefined;
      // ssh2 takes false for "no method left"; its types know only the methods.
      next(method ? method.method : (false as never));
    },
    isExhausted: () => exhausted,
    note: (problem) => void notes.push(problem),
    error: () => {
      const what =
        tried.length > 0
          ? `tried ${tried.map(({ name }) => name).join(", ")}`
          : "no key, agent or password was found to try";
      const offers = allowed && allowed.length > 0 ? `; the host allows ${allowed.join(", ")}` : "";
      const hints = tried.flatMap((method) => method.note?.() ?? []);
      const asides = [...notes, ...hints, ...skipped.map((name) => `skipped ${name}`)]
        .map((text) => `; ${text}`)
        .join("");
      return new HostError("auth-failed", {
        host: hop.label,
        message: `the host does not let user ${hop.user} in: ${what}${offers}${asides}`,
        remedy: `check that the key stands in ~${hop.user}/.ssh/authorized_keys there and that this works: ${sshCommand(hop)}; set privateKey, privateKeyFile, agentSocketPath or password, or HERMES_FLEET_SSH_USER and HERMES_FLEET_SSH_KEY_FILE for this run`,
      });
    },
  };
}
