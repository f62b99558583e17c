import { z } from "zod";
import { loopbackUrl } from "../rules/loopback-url";
import { name, PLATFORM } from "../rules/names";
import { absolutePath } from "../rules/paths";
import { says } from "../rules/says";
import { strict } from "../rules/strict";
import { oneLineWord } from "../rules/text-rules";
import { option } from "./option";
import { READY_STATUS } from "./profile-defaults";

const WAYS = ["stateFile", "api", "port", "url", "command"] as const;

/** What only one of the ways has. */
const PARTS = { platforms: "stateFile", status: "url" } as const;

/** A list that is longer is a mistake, and would not fit into what is shown of it. */
const MOST_PLATFORMS = 64;

const NO_API = says(
  "is neither true nor an http address of the host itself",
  'write true, or an address in numbers, for example "http://127.0.0.1:8642"',
);

/** The one thing by which a started gateway shows that it is ready, as the user writes it. */
export const readySchema = strict({
  stateFile: option(z.literal(true), {
    doc: "The profile's gateway_state.json says running, and its pid and start_time are those of the unit's main process. Read as the profile's account.",
    effect: "no-restart",
  }),
  platforms: option(z.array(name(PLATFORM)).max(MOST_PLATFORMS), {
    doc: "With stateFile: platforms that must be connected, by Hermes' names (telegram, api_server; <profile>:<platform> for what a multiplexer serves). One that retries, has failed or was not written of since the start keeps the gateway from being ready; none need be by default.",
    effect: "no-restart",
    default: [],
  }),
  api: option(z.union([z.literal(true), loopbackUrl()], { error: () => NO_API }), {
    doc: "The profile's API server, asked for its models with the API_SERVER_KEY from .env, answers with the profile's name; nobody but a process of the unit is given the key. true: where env, environment and config say that it listens; or its address where only the host knows, for example http://127.0.0.1:8642. The host needs bash.",
    effect: "no-restart",
  }),
  port: option(z.int().min(1).max(65_535), {
    doc: "A process of the unit listens on this TCP port, on any address.",
    effect: "no-restart",
  }),
  url: option(loopbackUrl(), {
    doc: "A GET of this address answers with status: plain http to 127.x.x.x or [::1], for example http://127.0.0.1:8642/health. Redirects are not followed. The host needs bash. Never secret.",
    effect: "no-restart",
  }),
  status: option(z.int().min(100).max(599), {
    doc: "The HTTP status that url must answer with.",
    effect: "no-restart",
    default: READY_STATUS,
  }),
  command: option(z.array(oneLineWord()).min(1).check(z.superRefine(programComplaint)), {
    doc: "Words of a command that ends with 0 within 10 s: the program's absolute path, then its arguments, none of which a shell reads. Run as the profile's account, in its home, with HERMES_HOME. Never secret.",
    effect: "no-restart",
  }),
}).check(z.superRefine(waysComplaint));

type Ready = { readonly [K in (typeof WAYS)[number] | keyof typeof PARTS]?: unknown };

function waysComplaint(ready: Ready, context: z.core.$RefinementCtx<Ready>): void {
  const ways = WAYS.filter((way) => ready[way] !== undefined);
  if (ways.length !== 1) {
    const has = ways.length === 0 ? "names none of" : `names ${ways.join(" and ")}, more than one of`;
    const message = says(
      `${has} the ways to be ready`,
      `write exactly one of ${WAYS.join(", ")}, or leave ready out: active is enough then`,
    );
    context.addIssue({ code: "custom", message });
    return;
  }
  for (const [part, way] of Object.entries(PARTS) as [keyof typeof PARTS, string][]) {
    if (ready[part] === undefined || ways[0] === way) continue;
    const message = says(`belongs to ${way}`, `leave it out, or write ${way}`);
    context.addIssue({ code: "custom", message, path: [part] });
  }
}

function programComplaint(words: readonly string[], context: z.core.$RefinementCtx<string[]>): void {
  const parsed = absolutePath().safeParse(words[0] ?? "");
  for (const { message } of parsed.error?.issues ?? [])
    context.addIssue({ code: "custom", message, path: [0] });
}
