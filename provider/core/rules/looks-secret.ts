/** What tokens of well-known services begin with, and what begins a private key. */
const KNOWN_BEGINNINGS =
  /(?:^|[^A-Za-z0-9])(?:sk-|sk_live|gh[opsu]_|github_pat_|glpat-|xox[abeprs]-|xapp-|AKIA|AIza|ya29\.|eyJ|hf_|npm_|pypi-|SG\.)|-----BEGIN/;

/** The password of an account in an address: `ssh://user:password@host`, `user:password@host`. */
const PASSWORD_IN_ADDRESS = /:[^\s/@]+@/;

/** A variable with its value where only one of the two belongs: `TOKEN=value`. */
const ASSIGNMENT = /^(?:export\s+)?[\w.-]+=./;

/** A number that somebody is called by, or the id and key of a Telegram bot. */
const NUMBER = /^\+?[\d\s()-]{7,}$|\d{6,}:[\w-]{10,}/;

/** A run of letters and digits that is long enough to be a part of a key. */
const RUNS = /[A-Za-z0-9]{8,}/g;

/** Longer texts of one run are no words. */
const LONGEST_WORD = 24;

/**
 * Whether a text looks like a credential, wherever it stands: for messages, which then describe it, and for advice.
 * Rather says so once too often than once too little; no decision may rest on it.
 */
export function looksSecret(text: string): boolean {
  if ([KNOWN_BEGINNINGS, PASSWORD_IN_ADDRESS, ASSIGNMENT, NUMBER].some((one) => one.test(text))) return true;
  return (text.slice(0, 4096).match(RUNS) ?? []).some(isOpaque);
}

/** Letters and digits in turns, or many letters of both cases: no word and no name is spelled like that. */
function isOpaque(run: string): boolean {
  const turns = run.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
  if (turns >= 3 || (turns >= 1 && run.length >= 16)) return true;
  const cases = run.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
  return run.length >= LONGEST_WORD && cases >= 4;
}
