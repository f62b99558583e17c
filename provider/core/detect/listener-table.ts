/** What is known of one of Hermes' own listeners. */
export interface ListenerRule {
  /** Hermes' name of the platform, below `platforms` in config.yaml. */
  readonly platform: string;
  /** The platform in a sentence. */
  readonly title: string;
  /** Port when nobody writes one. The same for every profile, which is why they collide. */
  readonly port: number;
  /** Address when nobody writes one; empty: all of them. */
  readonly address: string;
  /** Variables for port and address. */
  readonly portVariable?: string;
  readonly addressVariable?: string;
  /** Keys below `extra` for port and address. */
  readonly portOption: string;
  readonly addressOption?: string;
  /** A variable that switches it on when it says yes. */
  readonly switch?: string;
  /** Variables that switch it on together when all have a value. */
  readonly credentials?: readonly string[];
  /** Switched on by variables, it takes its port from variables or the default, whatever config.yaml says. */
  readonly variablesOnly?: true;
  /**
   * Where the platform itself looks for port and address, whatever switched it on. Left out: in variables when a
   * variable switched it on, then in config.yaml.
   */
  readonly looks?: "variables-first" | "config-first" | "variables";
  /** Whether a program beside the gateway has the port: a multiplexer serves such a profile too (gateway/config.py). */
  readonly ownBridge?: true;
  /** A setting that must have this value besides. */
  readonly mode?: { readonly variable: string; readonly option: string; readonly is: string };
}

const everywhere = { address: "", portOption: "port", addressOption: "host" } as const;

/**
 * Hermes' listeners, as observed with 0.19.0 where it could be started without a network: API server, webhook,
 * Microsoft Graph, SMS, LINE, WhatsApp Cloud. The others as its code reads them; the port of the WhatsApp bridge is the
 * documented one.
 */
export const LISTENERS: readonly ListenerRule[] = [
  {
    platform: "api_server",
    title: "API server",
    port: 8642,
    address: "127.0.0.1",
    portVariable: "API_SERVER_PORT",
    addressVariable: "API_SERVER_HOST",
    portOption: "port",
    addressOption: "host",
    switch: "API_SERVER_ENABLED",
    credentials: ["API_SERVER_KEY"],
  },
  {
    ...everywhere,
    platform: "webhook",
    title: "webhook",
    port: 8644,
    portVariable: "WEBHOOK_PORT",
    switch: "WEBHOOK_ENABLED",
  },
  {
    ...everywhere,
    platform: "msgraph_webhook",
    title: "Microsoft Graph webhook",
    port: 8646,
    portVariable: "MSGRAPH_WEBHOOK_PORT",
    switch: "MSGRAPH_WEBHOOK_ENABLED",
  },
  {
    ...everywhere,
    platform: "wecom_callback",
    title: "WeCom callback",
    port: 8645,
    portVariable: "WECOM_CALLBACK_PORT",
    addressVariable: "WECOM_CALLBACK_HOST",
    credentials: ["WECOM_CALLBACK_CORP_ID", "WECOM_CALLBACK_CORP_SECRET"],
    variablesOnly: true,
  },
  {
    platform: "bluebubbles",
    title: "BlueBubbles webhook",
    port: 8645,
    address: "127.0.0.1",
    portVariable: "BLUEBUBBLES_WEBHOOK_PORT",
    addressVariable: "BLUEBUBBLES_WEBHOOK_HOST",
    portOption: "webhook_port",
    addressOption: "webhook_host",
    credentials: ["BLUEBUBBLES_SERVER_URL", "BLUEBUBBLES_PASSWORD"],
    variablesOnly: true,
  },
  {
    platform: "feishu",
    title: "Feishu webhook",
    port: 8765,
    address: "127.0.0.1",
    portVariable: "FEISHU_WEBHOOK_PORT",
    addressVariable: "FEISHU_WEBHOOK_HOST",
    portOption: "webhook_port",
    addressOption: "webhook_host",
    looks: "config-first",
    credentials: ["FEISHU_APP_ID", "FEISHU_APP_SECRET"],
    mode: { variable: "FEISHU_CONNECTION_MODE", option: "connection_mode", is: "webhook" },
  },
  {
    ...everywhere,
    platform: "teams",
    title: "Teams",
    port: 3978,
    portVariable: "TEAMS_PORT",
    credentials: ["TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_TENANT_ID"],
    looks: "config-first",
  },
  {
    platform: "sms",
    title: "SMS webhook",
    port: 8080,
    address: "127.0.0.1",
    portVariable: "SMS_WEBHOOK_PORT",
    addressVariable: "SMS_WEBHOOK_HOST",
    portOption: "port",
    credentials: ["TWILIO_ACCOUNT_SID"],
    looks: "variables",
  },
  {
    platform: "whatsapp_cloud",
    title: "WhatsApp Cloud webhook",
    port: 8090,
    address: "",
    portVariable: "WHATSAPP_CLOUD_WEBHOOK_PORT",
    addressVariable: "WHATSAPP_CLOUD_WEBHOOK_HOST",
    portOption: "webhook_port",
    addressOption: "webhook_host",
    credentials: ["WHATSAPP_CLOUD_PHONE_NUMBER_ID", "WHATSAPP_CLOUD_ACCESS_TOKEN"],
  },
  {
    ...everywhere,
    platform: "line",
    title: "LINE webhook",
    port: 8646,
    portVariable: "LINE_PORT",
    addressVariable: "LINE_HOST",
    credentials: ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET"],
    looks: "variables-first",
  },
  {
    platform: "whatsapp",
    title: "WhatsApp bridge",
    port: 3000,
    address: "127.0.0.1",
    portOption: "bridge_port",
    switch: "WHATSAPP_ENABLED",
    ownBridge: true,
  },
];
