/**
 * Variables of a profile's `.env` whose value only one gateway may use at a time: bot tokens and accounts that a
 * platform serves to one client. Source: Hermes' scoped locks in gateway/status.py and its platform documentation.
 */
const CREDENTIALS = [
  "TELEGRAM_BOT_TOKEN",
  "DISCORD_BOT_TOKEN",
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "MATRIX_ACCESS_TOKEN",
  "MATTERMOST_TOKEN",
  "SIGNAL_ACCOUNT",
  "WEIXIN_TOKEN",
  "QQ_APP_ID",
] as const;

/** What a profile's credentials claim, as texts that only ever leave as keyed digests. */
export function credentialClaims(env: Readonly<Record<string, string>> | undefined): string[] {
  return CREDENTIALS.flatMap((name) => (env?.[name] ? [`credential ${name} ${env[name]}`] : []));
}
