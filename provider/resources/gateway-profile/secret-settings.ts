import { type Config, type ConfigValue, isConfig } from "../../core/config-file/config";

/** Keys under which a setting is a secret: `api_key`, `token`, `password`, `client_secret`, … */
const SECRET_KEY = /key$|token|secret|passw|credential|auth/i;

/** What keys and tokens look like, under whatever key they stand. */
const OPAQUE = /^(?=.*\d)(?=.*[A-Za-z])[\w.+=~-]{20,}$/;

/** The texts of a config that no message may show: those of telling keys, and those that look like keys and tokens. */
export function secretSettings(config: Config): string[] {
  return textsOf(config, false);
}

function textsOf(value: ConfigValue, isSecret: boolean): string[] {
  if (typeof value === "string") return isSecret || OPAQUE.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: ConfigValue) => textsOf(item, isSecret));
  if (!isConfig(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, isSecret || SECRET_KEY.test(key)));
}
