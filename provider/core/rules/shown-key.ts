import { ENVIRONMENT_WORD } from "./environment-word";
import { looksSecret } from "./looks-secret";

/** A key that was meant as a name, one that has a blank or a line break in it by mistake too. */
const NAME_LIKE = /^[\w.@:/<-]+(?:\s[\w.@:/<-]+)?$/;
/** A variable's name, one with a wrong character in it too. */
const VARIABLE_LIKE = /^(?:[A-Za-z_]\w*|[A-Z_][A-Z0-9_.-]*)$/;
const LONGEST_NAME = 80;

/**
 * A key that the user wrote, as it may stand in a message: a mistake such as `TOKEN=secret:` makes a key of a secret.
 * Shown as it is when it can be a name; of `NAME=value` the name alone; of anything else nothing.
 *
 * @param namesOnly whether a key that is no variable's name is described too, because values of secrets stand beside it
 */
export function shownKey(key: string, namesOnly = false): string {
  const name = /^\s*(?:export\s+)?([^=\s]*)\s*=/.exec(key)?.[1];
  if (name !== undefined && ENVIRONMENT_WORD.test(name) && !looksSecret(name)) return `${name}=…`;
  return isShown(key, namesOnly) ? key : "…";
}

function isShown(key: string, namesOnly: boolean): boolean {
  if (key.length > LONGEST_NAME || looksSecret(key)) return false;
  return (namesOnly ? VARIABLE_LIKE : NAME_LIKE).test(key);
}
