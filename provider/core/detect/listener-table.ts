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
  /** Whether a multiplexer serves such a profile too: it does not count this port (gateway/config.py, 0.19.0). */
  readonly uncounted?: true;
  /** Whether the platform, switched on by config.yaml alone, takes from variables what config.yaml lacks. */
  readonly variablesToo?: true;
  /** Keys below `extra` that switch it on when all are written and `enabled` is not; none: any key does. */
  readonly takenUpBy?: readonly string[];
  /** Whether it takes its default port for port 0, where others let the kernel choose. */
  readonly zeroIsDefault?: true;
  /** Variables without which it does not listen, whatever switched it on. */
  readonly needs?: readonly string[];
  /** A setting that must have this value besides. */
  readonly mode?: { readonly variable: string; readonly option: string; readonly is: string };
}

const everywhere = { address: "", portOption: "port", addressOption: "host" } as const;

/**
 * Hermes' listeners, as observed with 0.19.0 where it could be started without a network: API server, webhook,
 * Microsoft Graph, SMS, LINE, WhatsApp Cloud. The others as its code reads them. What switches them on and which port
 * they take is held against the real `load_gateway_config` and the platforms' own classes (`npm run test:hermes`).
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
    variablesToo: true,
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
    looks: "variables-first",
  },
  {
    ...everywhere,
    platform: "wecom_callback",
    title: "WeCom callback",
    port: 8645,
    portVariable: "WECOM_CALLBACK_PORT",
    addressVariable: "WECOM_CALLBACK_HOST",
    credentials: ["WECOM_CALLBACK_CORP_ID", "WECOM_CALLBACK_CORP_SECRET"],
    zeroIsDefault: true,
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
    variablesToo: true,
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
    platform: "teams",
    title: "Teams",
    port: 3978,
    address: "",
    portVariable: "TEAMS_PORT",
    portOption: "port",
    credentials: ["TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_TENANT_ID"],
    variablesToo: true,
    takenUpBy: ["client_id", "client_secret", "tenant_id"],
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
    takenUpBy: ["channel_access_token", "channel_secret"],
    looks: "variables-first",
  },
  {
    platform: "whatsapp",
    title: "WhatsApp bridge",
    port: 3000,
    address: "127.0.0.1",
    portOption: "bridge_port",
    takenUpBy: [],
    switch: "WHATSAPP_ENABLED",
    uncounted: true,
  },
  {
    ...everywhere,
    platform: "telegram",
    title: "Telegram webhook",
    port: 8443,
    portVariable: "TELEGRAM_WEBHOOK_PORT",
    credentials: ["TELEGRAM_BOT_TOKEN"],
    looks: "variables",
    needs: ["TELEGRAM_WEBHOOK_URL", "TELEGRAM_WEBHOOK_SECRET"],
    uncounted: true,
  },
  {
    platform: "photon",
    title: "Photon sidecar",
    port: 8789,
    address: "127.0.0.1",
    portVariable: "PHOTON_SIDECAR_PORT",
    portOption: "sidecar_port",
    credentials: ["PHOTON_PROJECT_ID", "PHOTON_PROJECT_SECRET"],
    takenUpBy: ["project_id", "project_secret"],
    looks: "config-first",
    uncounted: true,
  },
  {
    // without a written port the kernel chooses one
    platform: "raft",
    title: "Raft channel",
    port: 0,
    address: "127.0.0.1",
    portOption: "port",
    addressOption: "host",
    credentials: ["RAFT_PROFILE"],
    uncounted: true,
  },
];
