// Checks every shell file; the host script and the guard as the files that a host is given.
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveScript } from "../dist/provider/host/archive/archive-home.js";
import { installationParts } from "../dist/provider/host/installation/installation-script.js";
import { guardScript } from "../dist/provider/host/script/guard-script.js";
import { surveyScript } from "../dist/provider/host/survey/survey-script.js";

const parts = globSync("provider/host/script/*.sh").sort();
const directory = mkdtempSync(join(tmpdir(), "hermes-fleet-shellcheck-"));
const whole = join(directory, "host-script.sh");
writeFileSync(whole, parts.map((part) => readFileSync(part, "utf8")).join(""));
const guard = join(directory, "guard.sh");
writeFileSync(guard, guardScript());

// `take` assigns the variables that it is given the names of, which shellcheck cannot see (SC2154, SC2034);
// -ef is in every shell that a systemd host has (SC3013); the account programs are constants in quotes (SC2016).
const host = ["-s", "sh", "-e", "SC2154,SC2034,SC3013,SC2016,SC2015,SC1007", whole, guard];
// One of its own: it is sent alone.
const surveyed = join(directory, "survey.sh");
writeFileSync(surveyed, surveyScript());
const survey = ["-s", "sh", "-e", "SC2016,SC1007", surveyed];
const installed = join(directory, "installation.sh");
writeFileSync(installed, installationParts());
const installation = ["-s", "sh", "-e", "SC3013,SC1007", installed];
const others = globSync(["test/**/*.sh", ".ci/run"]).filter((file) => !file.includes("node_modules"));
const archived = join(directory, "archive.sh");
writeFileSync(archived, archiveScript());
const archive = ["-s", "sh", "-e", "SC2016,SC3013", archived];
const runs = [host, survey, installation, archive, ...(others.length > 0 ? [others] : [])].map((args) =>
  spawnSync("shellcheck", args, { stdio: "inherit" }),
);
rmSync(directory, { recursive: true });
if (runs.some(({ error }) => error)) console.error("shellcheck is not installed: apt-get install shellcheck");
process.exit(runs.every(({ status }) => status === 0) ? 0 : 1);
