// Copies what tsc leaves behind: the shell scripts that are sent to a host.
import { cpSync, globSync } from "node:fs";

for (const file of globSync("provider/**/*.sh")) cpSync(file, `dist/${file}`);
