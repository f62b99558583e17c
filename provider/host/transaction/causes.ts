import { type GatewayWords, type Platform, said } from "./gateway-words.js";

/** Something that a gateway said itself, recognised. */
export interface Cause {
  /** One line; of what was said it has only numbers and names in plain letters. */
  readonly cause: string;
  readonly remedy: string;
}

/** Where a row was found. */
interface Found {
  /** What the row's pattern has in brackets, empty without. */
  readonly detail: string;
  /** The platform that it was said of. */
  readonly platform?: Platform;
  readonly unit: string;
  readonly user: string;
  readonly home: string;
}

interface Row {
  /** Codes of a platform that is not connected, in the state file. */
  readonly code?: RegExp;
  /** What stands in a text; one group at most, of plain letters or digits. */
  readonly text?: RegExp;
  readonly cause: (found: Found) => string;
  readonly remedy: (found: Found) => string;
}

/**
 * What keeps Hermes from working and is not seen by its exit status alone, as 0.19.0 words it (gateway/run.py,
 * gateway/platforms/base.py and api_server.py, hermes_cli/gateway.py, agent/error_classifier.py). Codes are from the
 * platforms of gateway_state.json, texts from there and from the lines that the process printed.
 */
export const CAUSES: Readonly<Record<string, Row>> = {
  "port-in-use": {
    code: /_port_in_use$/,
    text: /\bport (\d{1,5})\b.{0,40} already in use|address already in use|EADDRINUSE/i,
    cause: (found) => `a port that is in use${after(found.detail)}${of(found)}`,
    // without the number, which the engine hides where it stands in env
    remedy: () =>
      "`ss -ltnp` on the host shows who has which port; give the profile another one, or name it in `ports` where only config.yaml on the host has it, so that the plan knows",
  },
  "token-lock": {
    code: /_lock$|^lock_conflict$/,
    text: /already in use(?: \(PID (\d{1,10})\))?\. Stop the other gateway|Stop the other gateway (?:first|before)/i,
    cause: (found) => `another gateway of this account has the same credential${holder(found)}${of(found)}`,
    remedy: ({ detail }) =>
      `${detail ? `\`systemctl status ${detail}\` on the host shows whose it is: ` : ""}stop that gateway, or give this profile a credential of its own in \`env\`; declare it in both, and the plan keeps them apart`,
  },
  "token-elsewhere": {
    code: /^telegram_polling_conflict$/,
    text: /terminated by other getUpdates request/i,
    cause: (found) => `somebody else uses the same credential, on this host or another${of(found)}`,
    remedy: () =>
      "stop the other program, or have the messenger make a new token and declare it in `env`; what runs elsewhere with the old one then ends",
  },
  billing: {
    text: /\b(?:HTTP|status(?:[ _]code)?|error code)\b[ :=]*402\b|payment required|insufficient[ _](?:credits|quota|balance|funds)|credits (?:have been )?exhausted|no usable credits|billing hard limit|exceeded your current quota|out of funds/i,
    cause: () => "the model's provider refuses to go on unpaid (HTTP 402: credits or quota are used up)",
    remedy: () =>
      "top up the account at the provider, or declare another model or provider in `config`, and run the same command again",
  },
  "already-running": {
    text: /gateway (?:instance is )?already running \(PID (\d{1,10})/i,
    cause: (found) => `another gateway runs in the same home${holder(found)}`,
    remedy: ({ detail, home }) =>
      `\`systemctl status ${detail}\` on the host shows whose it is: stop it, or give the profile a home of its own (\`home\`)${home && `, which is ${home} now`}`,
  },
  multiplexed: {
    text: /already\s+serves profile '([A-Za-z0-9_-]{1,64})'/i,
    cause: ({ detail }) => `the gateway of the profile default serves the profile ${detail} itself`,
    remedy: ({ detail }) =>
      `switch multiplexing off in the profile default (\`gateway.multiplex_profiles: false\`) and restart its gateway, or take ${detail} out of the fleet`,
  },
  "api-key": {
    text: /API_SERVER_KEY is (?:required|a placeholder|too short)/i,
    cause: () => "the API server does not start without a key of 16 characters or more",
    remedy: () => "declare `env.API_SERVER_KEY`; `openssl rand -hex 32` makes one",
  },
  "too-many-starts": {
    text: /backing off (\d{1,4})s to break a respawn storm/i,
    cause: ({ detail }) => `Hermes was started too often and sleeps ${detail} s before it serves`,
    remedy: ({ home }) =>
      `mend what made it end so often; \`rm ${home || "<home>"}/gateway-starts.log\` on the host lets it start at once`,
  },
  "module-missing": {
    code: /_missing_dependency$/,
    text: /ModuleNotFoundError: No module named '([\w.]{1,80})'|aiohttp not installed/,
    cause: (found) => `the Python that runs Hermes lacks a package${after(found.detail)}${of(found)}`,
    remedy: () =>
      "install Hermes again with what its platforms need (`HermesHost` does; the API server and webhooks need `hermes-agent[sms]`), or set `executable` to where it is whole",
  },
  "permission-denied": {
    text: /PermissionError|Permission denied/,
    cause: ({ user }) => `${user || "the account"} may not use a file or directory that Hermes needs`,
    remedy: ({ user, home }) =>
      `\`find ${home || "<home>"} ! -user ${user || "<account>"}\` on the host shows what belongs to somebody else below the home; give it back with \`chown\``,
  },
};

/**
 * What a failed gateway said, as causes in the order of the table, each once; empty for what is not recognised.
 * Nothing that it said is repeated but the numbers and names that a row takes.
 */
export function causesOf(words: GatewayWords): Cause[] {
  const { platforms, texts } = said(words);
  const known = { unit: words.unit, user: words.user ?? "", home: words.home ?? "" };
  return Object.values(CAUSES).flatMap((row) => {
    const found = foundIn(row, platforms, texts);
    if (found === undefined) return [];
    const all = { ...known, ...found };
    return [{ cause: row.cause(all), remedy: row.remedy(all) }];
  });
}

function foundIn(
  { code, text }: Row,
  platforms: readonly Platform[],
  texts: readonly string[],
): Pick<Found, "detail" | "platform"> | undefined {
  for (const platform of platforms) {
    const match = text?.exec(platform.message);
    if (match || code?.test(platform.code)) return { detail: match?.[1] ?? "", platform };
  }
  const matches = texts.flatMap((one) => {
    const match = text?.exec(one);
    return match ? [match[1] ?? ""] : [];
  });
  // one that says more is rather the reason than what followed from it
  const detail = matches.find((one) => one !== "") ?? matches[0];
  return detail === undefined ? undefined : { detail };
}

function after(detail: string): string {
  return detail && `: ${detail}`;
}

function holder({ detail }: Found): string {
  return detail && ` (PID ${detail})`;
}

function of({ platform }: Found): string {
  if (platform === undefined) return "";
  return `, says platform ${platform.name}${platform.code && ` (${platform.code})`}`;
}
