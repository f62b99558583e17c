import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import type { Sandbox } from "../machine/sandbox";
import type { Definition, ServiceSettings } from "./unit-file/definition";

/** What a start comes to before any process runs. */
export type Launch =
  | {
      readonly kind: "simulated" | "real";
      readonly environment: Readonly<Record<string, string>>;
      readonly cwd: string;
    }
  | { readonly kind: "failed"; readonly status: number; readonly says: readonly string[] }
  | { readonly kind: "resources"; readonly says: readonly string[] };

/** Where systemd looks for a program without a path. */
const SEARCHED = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Folders whose programs are those of this machine when the sandbox has none of that name. */
const SYSTEM_PROGRAM = /^\/(usr\/)?s?bin\//;

/**
 * Looks at account, directory, environment and program in the order in which systemd does.
 * @param owner The account whose own manager it is, which can run nothing as somebody else. @default process 1
 */
export function prepareLaunch(sandbox: Sandbox, { name, service }: Definition, owner = ""): Launch {
  const environment = environmentOf(sandbox, service);
  if (typeof environment === "string") {
    return {
      kind: "resources",
      says: [
        `${name}: Failed to load environment files: No such file or directory`,
        `${name}: Failed to run 'start' task: No such file or directory`,
      ],
    };
  }
  const [command] = service.execStart;
  const path = command?.path ?? "";
  const failed = (status: number, step: string, ...says: string[]): Launch => ({
    kind: "failed",
    status,
    says: [...says.slice(0, -1), `${name}: Failed at step ${step} spawning ${path}: ${says.at(-1)}`],
  });
  const user = owner || service.user;
  const account = user === "" ? undefined : accountOf(sandbox, user);
  if (user !== "" && !account) {
    return failed(
      217,
      "USER",
      `${name}: Failed to determine user credentials: No such process`,
      "No such process",
    );
  }
  const home = account?.home ?? "/root";
  const folder = service.workingDirectory.path === "~" ? home : service.workingDirectory.path || "/";
  const cwd = sandbox.path(folder);
  if (!service.workingDirectory.optional && !isFolder(cwd)) {
    const why = existsSync(cwd) ? "Not a directory" : "No such file or directory";
    return failed(200, "CHDIR", `${name}: Changing to the requested working directory failed: ${why}`, why);
  }
  const program = findProgram(sandbox, path);
  if (program === "missing") {
    const why = "No such file or directory";
    return failed(203, "EXEC", `${name}: Failed to locate executable ${path}: ${why}`, why);
  }
  if (program === "not-executable") {
    return failed(
      203,
      "EXEC",
      `${name}: Failed to locate executable ${path}: Permission denied`,
      "Permission denied",
    );
  }
  return {
    kind: program,
    cwd: isFolder(cwd) ? cwd : sandbox.root,
    environment: {
      ...(user !== "" && { USER: user, HOME: sandbox.path(home) }),
      ...environment,
    },
  };
}

/** Where a unit's program is: below the sandbox, among this machine's own, or nowhere. */
export function findProgram(
  sandbox: Sandbox,
  path: string,
): "simulated" | "real" | "missing" | "not-executable" {
  if (!path.includes("/")) {
    const found = SEARCHED.map((folder) => findProgram(sandbox, `${folder}/${path}`));
    return found.find((kind) => kind !== "missing") ?? "missing";
  }
  const inside = sandbox.path(path);
  const file = existsSync(inside) ? inside : SYSTEM_PROGRAM.test(path) ? path : undefined;
  if (file === undefined || !existsSync(file)) return "missing";
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return "not-executable";
  }
  if (!statSync(file).isFile()) return "not-executable";
  return file === inside ? "simulated" : "real";
}

/** An account of the machine. */
function accountOf(sandbox: Sandbox, name: string): { home: string } | undefined {
  for (const line of readFileSync(sandbox.path("/etc/passwd"), "utf8").split("\n")) {
    const [account, , , , , home] = line.split(":");
    if (account === name && home !== undefined) return { home };
  }
  return undefined;
}

/** `Environment=` and then `EnvironmentFile=`; the path of a file that is missing. */
function environmentOf(sandbox: Sandbox, service: ServiceSettings): Record<string, string> | string {
  const environment = Object.fromEntries(service.environment);
  for (const { path, optional } of service.environmentFiles) {
    if (existsSync(sandbox.path(path))) Object.assign(environment, readAssignments(sandbox.path(path)));
    else if (!optional) return path;
  }
  return environment;
}

/** `NAME=value` lines, quotes around a value taken away. */
export function readAssignments(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  if (!existsSync(file)) return found;
  for (const [, name = "", value = ""] of readFileSync(file, "utf8").matchAll(
    /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/gm,
  )) {
    found[name] = value.replace(/^(["'])(.*)\1$/, "$2");
  }
  return found;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
