/** A credential or account that only one gateway may use at a time, wherever it runs. */
export interface CredentialRule {
  /** The credential in a sentence: `Telegram bot token`. */
  readonly title: string;
  /** Variables whose values together identify it. */
  readonly variables: readonly string[];
  /** Where config.yaml has the same, below the platform's block, in the order of the variables. */
  readonly platform?: string;
  readonly options?: readonly (readonly string[])[];
  /** A variable that identifies the account better; when it is set this rule does not count. */
  readonly unless?: string;
  /**
   * Whether somebody could find the value by trying, such as a phone number, an address or a number of an app: no digest
   * of it is written where others can read it. Left out: it is a random key.
   */
  readonly guessable?: true;
}

/**
 * What Hermes locks, or its platforms serve to one client. Sources: the scoped locks of `gateway/status.py` and the
 * identity keys of each platform. Hermes' own lock knows one account of one machine only. Not here: Home
 * Assistant, Twilio and Teams, which serve many clients with one credential.
 */
export const CREDENTIALS: readonly CredentialRule[] = [
  rule("Telegram bot token", ["TELEGRAM_BOT_TOKEN"], "telegram", [["token"]]),
  rule("Discord bot token", ["DISCORD_BOT_TOKEN"], "discord", [["token"]]),
  rule("Slack bot token", ["SLACK_BOT_TOKEN"], "slack", [["token"]]),
  rule("Slack app token", ["SLACK_APP_TOKEN"], "slack", [["extra", "app_token"]]),
  rule("Matrix access token", ["MATRIX_ACCESS_TOKEN"], "matrix", [["token"]]),
  {
    ...rule("Matrix account", ["MATRIX_HOMESERVER", "MATRIX_USER_ID"], "matrix", [
      ["extra", "homeserver"],
      ["extra", "user_id"],
    ]),
    unless: "MATRIX_ACCESS_TOKEN",
    guessable: true,
  },
  rule("Mattermost token", ["MATTERMOST_TOKEN"], "mattermost", [["token"]]),
  guessable("Signal account", ["SIGNAL_ACCOUNT"], "signal", [["extra", "account"]]),
  rule("WeChat token", ["WEIXIN_TOKEN"], "weixin", [["token"]]),
  guessable("QQ app", ["QQ_APP_ID"], "qqbot", [["extra", "app_id"]]),
  rule("LINE channel token", ["LINE_CHANNEL_ACCESS_TOKEN"], "line", [["extra", "channel_access_token"]]),
  guessable("DingTalk client", ["DINGTALK_CLIENT_ID"], "dingtalk", [["extra", "client_id"]]),
  guessable("Feishu app", ["FEISHU_APP_ID"], "feishu", [["extra", "app_id"]]),
  guessable("WeCom bot", ["WECOM_BOT_ID"], "wecom", [["extra", "bot_id"]]),
  guessable("Yuanbao app", ["YUANBAO_APP_ID"], "yuanbao", [["extra", "app_id"]]),
  guessable("BlueBubbles server", ["BLUEBUBBLES_SERVER_URL"], "bluebubbles", [["extra", "server_url"]]),
  guessable("mailbox", ["EMAIL_ADDRESS"], "email", [["extra", "address"]]),
  guessable("relay id", ["GATEWAY_RELAY_ID"]),
];

/** Every variable that is a credential or a part of one. */
export const CREDENTIAL_VARIABLES: ReadonlySet<string> = new Set(
  CREDENTIALS.flatMap(({ variables }) => variables),
);

function guessable(...words: Parameters<typeof rule>): CredentialRule {
  return { ...rule(...words), guessable: true };
}

function rule(
  title: string,
  variables: readonly string[],
  platform?: string,
  options?: readonly (readonly string[])[],
): CredentialRule {
  return {
    title,
    variables,
    ...(platform === undefined || options === undefined ? {} : { platform, options }),
  };
}
