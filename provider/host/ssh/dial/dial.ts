import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { Client, type ClientErrorExtensions } from "ssh2";
import { HostError } from "../../host-error.js";
import type { Login } from "../auth/login.js";
import type { ResolvedContext } from "../context.js";
import { type Hop, sshCommand } from "../endpoint.js";
import type { HostKeyPolicy } from "../keys/host-key.js";
import { offeredAlgorithms } from "./algorithms.js";
import { DialFailure, describeSocketError } from "./dial-failure.js";
import { watchLife } from "./watch-life.js";

/** Everything one dial needs. */
export interface DialPlan {
  readonly hop: Hop;
  readonly hostKeys: HostKeyPolicy;
  readonly login: Login;
  /** Longest time from the first packet to the log-in, in milliseconds. */
  readonly timeoutMs: number;
  /** Stream through a jump host; a new TCP connection without it. */
  readonly stream?: Duplex;
}

type Phase = "connecting" | "in the SSH handshake" | "logging in";

/**
 * One attempt: connect, verify the host key, log in.
 * @throws DialFailure for what may pass, HostError (`host-key-unknown`, `host-key-changed`, `auth-failed`,
 * `ssh-algorithms-refused`, `host-unreachable`) for what will not, the signal's reason when it is aborted.
 */
export function dial(plan: DialPlan, context: ResolvedContext): Promise<Client> {
  const { hop, hostKeys, login } = plan;
  const { signal } = context;
  return new Promise((resolve, reject) => {
    const client = new Client();
    let phase: Phase = "connecting";
    let banner = "";
    let refused: HostError | undefined;
    let settled = false;

    const settle = (error?: unknown) => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener("abort", onAbort);
      if (error === undefined) return resolve(client);
      client.on("error", () => undefined);
      client.destroy();
      reject(error);
    };
    const fail = (error: Error & ClientErrorExtensions) => {
      if (refused) return settle(refused);
      if (phase === "logging in" && endsLogin(error, login)) return settle(login.error());
      if (phase === "logging in" && isLoginNote(error))
        return login.note(context.redact(plainLine(error.message)));
      if (error.level === "handshake") return settle(handshakeError(hop, error));
      const what =
        error.level === "client-timeout"
          ? `no answer within ${plan.timeoutMs / 1000} s`
          : plainLine(describeSocketError(error));
      settle(new DialFailure(`${what} while ${phase}${banner && `; the host says: ${banner}`}`));
    };
    const onAbort = () => settle(signal?.reason);

    client.on("connect", () => {
      phase = "in the SSH handshake";
      client.setNoDelay(true);
    });
    client.on("handshake", () => {
      phase = "logging in";
    });
    client.on("banner", (text) => {
      banner = plainLine(text);
    });
    client.on("ready", () => settle());
    client.on("error", fail);
    client.on("close", () => fail(new Error("the host closed the connection")));
    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort);
    const life = watchLife(client, context.keepaliveIntervalMs);
    const sock = plan.stream ?? connect({ host: hop.host, port: hop.port });
    client.connect({
      sock,
      username: hop.user,
      readyTimeout: plan.timeoutMs,
      keepaliveInterval: context.keepaliveIntervalMs,
      keepaliveCountMax: Number.POSITIVE_INFINITY,
      debug: life.onDebug,
      algorithms: offeredAlgorithms(hostKeys.algorithms),
      hostVerifier: (key: Buffer) => {
        refused = hostKeys.check(key);
        return refused === undefined;
      },
      authHandler: login.handler,
    });
    life.begin(sock);
  });
}

/** Disconnect reasons of RFC 4253, 11.1; OpenSSH sends 2 with "Too many authentication failures". */
function endsLogin(error: Error & { code?: unknown }, login: Login): boolean {
  return login.isExhausted() || error.code === 2 || error.code === 14;
}

/** ssh2 reports these and goes on with the next key or method by itself. */
function isLoginNote(error: ClientErrorExtensions): boolean {
  return error.level === "agent" || error.level === "client-authentication";
}

/** The first line of what a machine said, without control characters, at most 200 characters. */
function plainLine(text: string): string {
  return (text.trim().split("\n", 1)[0] ?? "").replace(/\p{C}/gu, "").slice(0, 200);
}

function handshakeError(hop: Hop, error: Error): HostError {
  const why = error.message.replace(/^Handshake failed: /, "");
  if (/^no matching (host key format|.*MAC)/.test(why)) return tooOld(hop, why);
  return new HostError("host-unreachable", {
    host: hop.label,
    message: `the SSH handshake failed: ${plainLine(why)}`,
    remedy:
      "check that sshd answers at this port and supports current algorithms (curve25519, aes-gcm or chacha20, rsa-sha2 or ed25519)",
  });
}

/** The host's sshd signs or authenticates with nothing that is offered, which is everything but what rests on SHA-1. */
function tooOld(hop: Hop, why: string): HostError {
  const listed = `${sshCommand(hop).replace(/^ssh/, "ssh -vv")} 2>&1 | grep -A 9 'peer server KEXINIT'`;
  return new HostError("ssh-algorithms-refused", {
    host: hop.label,
    message: `the SSH handshake failed: ${plainLine(why)}; the host offers only what is not accepted, such as signatures with SHA-1 (ssh-rsa, ssh-dss); nothing was sent to it`,
    remedy: `give the machine an ed25519 host key and a current sshd (ssh-keygen -A there, then restart its sshd; OpenSSH 7.2 or newer, Dropbear 2020.79 or newer) and bring known_hosts or hostKey up to date; what it offers: ${listed}`,
  });
}
