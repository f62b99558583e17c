import { type FoundCli, findCli, NO_CLI } from "./find-cli";

/** The CLI of this machine; without one the process ends with one line and status 1. */
export function requireCli(): FoundCli {
  const cli = findCli();
  if (cli) return cli;
  console.error(NO_CLI);
  process.exit(1);
}
