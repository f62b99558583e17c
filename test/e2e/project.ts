import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Project } from "./driver";
import { repoRoot } from "./repo-root";

/** What a project is made of. */
export interface ProjectOptions {
  /** The project's name. @default "fleet", or what the copied `Pulumi.yaml` says */
  readonly name?: string;
  /** Content of `fleet.yaml`. @default none */
  readonly fleet?: string | object;
  /** Text of the program. @default one that runs `fleet.yaml` */
  readonly program?: string;
  /** Where the program lies. @default "index.js" */
  readonly main?: string;
  /** The stack's name. @default "dev" */
  readonly stack?: string;
  /** The stack's configuration. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that are secret. @default none */
  readonly secrets?: readonly string[];
  /** A directory that is copied first, with its own `Pulumi.yaml` and program: an example. @default none */
  readonly copyOf?: string;
  /** The `@pulumi/pulumi` of the program and the provider. @default the repository's own */
  readonly sdkDir?: string;
  /** Changes the package's built code, which is then a copy; given the copy's directory. @default linked, unchanged */
  readonly patchPackage?: (dir: string) => void;
}

/** A project in a temporary directory. */
export interface TestProject extends Project {
  config: Record<string, string>;
  /** Writes `fleet.yaml`. */
  writeFleet(fleet: string | object): void;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Removes the directory. Safe to call twice. */
  remove(): void;
}

const PROGRAM = `const fleet = require("pulumi-hermes-gateway").deployFleetFile();
exports.hosts = fleet.hosts;
`;

/** Makes a project: program, `fleet.yaml`, `Pulumi.yaml`, and this package below its own name. */
export function makeProject(options: ProjectOptions = {}): TestProject {
  const dir = mkdtempSync(join(tmpdir(), "hermes-project-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const writeFleet = (fleet: string | object): void =>
    write("fleet.yaml", typeof fleet === "string" ? fleet : stringify(fleet));
  const { main = "index.js", name = "fleet" } = options;
  if (options.copyOf) {
    const own = (path: string): boolean => !/node_modules/.test(path);
    cpSync(options.copyOf, dir, { recursive: true, filter: own });
  } else {
    write(main, options.program ?? PROGRAM);
    write(
      "Pulumi.yaml",
      stringify({ name, main, runtime: { name: "nodejs", options: { typescript: false } } }),
    );
    write("package.json", `${JSON.stringify({ name, version: "1.0.0", private: true })}\n`);
  }
  if (options.fleet !== undefined) writeFleet(options.fleet);
  installPackages(dir, options);
  return {
    dir,
    name,
    main,
    config: { ...options.config },
    secrets: options.secrets ?? [],
    ...(options.stack && { stack: options.stack }),
    writeFleet,
    write,
    read: (path) => readFileSync(join(dir, path), "utf8"),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** The package, linked or copied, the SDK, and what both need to be found. */
function installPackages(dir: string, { sdkDir, patchPackage }: ProjectOptions): void {
  const root = repoRoot();
  const modules = join(dir, "node_modules");
  const link = (name: string, target: string): void => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(target, join(modules, name), "dir");
  };
  link("@pulumi/pulumi", sdkDir ?? join(root, "node_modules", "@pulumi", "pulumi"));
  link("@types", join(root, "node_modules", "@types"));
  const copy = join(modules, "pulumi-hermes-gateway");
  // Found from its real place a linked package takes the repository's SDK, so another SDK needs a copy.
  if (!sdkDir && !patchPackage) {
    link("pulumi-hermes-gateway", root);
    return;
  }
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  cpSync(join(root, "dist", "provider"), join(copy, "dist", "provider"), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) link(name, join(root, "node_modules", name));
  patchPackage?.(copy);
}
