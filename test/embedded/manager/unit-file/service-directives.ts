import type { ServiceSettings } from "./definition";
import { type Draft, FatalLine } from "./draft";
import { readEnvironment, readEnvironmentFile } from "./environment";
import { choice, flag, parseCommand, type Setter, span } from "./read-values";
import { signalNumber } from "./signals";
import { expandSpecifiers } from "./specifiers";

const TYPES = ["simple", "exec", "notify", "oneshot", "forking", "dbus", "idle"] as const;
const RESTARTS = ["no", "always", "on-success", "on-failure", "on-abnormal", "on-abort", "on-watchdog"];
const KILL_MODES = ["control-group", "process", "mixed", "none"];

/** `[Service]` directives that the stand-in acts on or judges. */
export const SERVICE_DIRECTIVES: Readonly<Record<string, Setter<Draft>>> = {
  Type: choice(TYPES, "service type", (draft, word) => {
    draft.service.type = word as ServiceSettings["type"];
  }),
  ExecStart: (draft, value) => {
    if (value === "") draft.service.execStart = [];
    else draft.service.execStart.push(parseCommand(value, draft.specifiers));
    return undefined;
  },
  ExecReload: command,
  ExecStop: command,
  ExecStopPost: command,
  ExecStartPre: command,
  ExecStartPost: command,
  ExecCondition: command,
  User: account((draft, name) => {
    draft.service.user = name;
  }),
  Group: account(() => undefined),
  WorkingDirectory: (draft, value) => {
    const optional = value.startsWith("-");
    const path = expandSpecifiers(optional ? value.slice(1) : value, draft.specifiers) ?? "";
    if (path !== "" && path !== "~" && !path.startsWith("/")) {
      throw new FatalLine(`WorkingDirectory= path is not absolute: ${value}`);
    }
    draft.service.workingDirectory = { path, optional };
    return undefined;
  },
  Environment: readEnvironment,
  EnvironmentFile: readEnvironmentFile,
  Restart: choice(RESTARTS, "service restart specifier", (draft, word) => {
    draft.service.restart = word;
  }),
  RestartSec: span((draft, ms) => {
    draft.service.restartMs = ms;
  }),
  RestartForceExitStatus: statuses((service) => service.forceStatus),
  RestartPreventExitStatus: statuses((service) => service.preventStatus),
  SuccessExitStatus: statuses((service) => service.successStatus),
  TimeoutStartSec: span((draft, ms) => {
    draft.service.startTimeoutMs = ms || Number.POSITIVE_INFINITY;
  }, "Failed to parse TimeoutStartSec= parameter"),
  TimeoutStopSec: span((draft, ms) => {
    draft.service.stopTimeoutMs = ms || Number.POSITIVE_INFINITY;
  }, "Failed to parse time value"),
  TimeoutSec: span((draft, ms) => {
    draft.service.startTimeoutMs = ms || Number.POSITIVE_INFINITY;
    draft.service.stopTimeoutMs = ms || Number.POSITIVE_INFINITY;
  }, "Failed to parse TimeoutSec= parameter"),
  RuntimeMaxSec: span((draft, ms) => {
    draft.service.runtimeMaxMs = ms;
  }),
  WatchdogSec: span(() => undefined),
  KillMode: (draft, value) =>
    value === ""
      ? undefined
      : choice<Draft>(KILL_MODES, "kill mode specification", () => undefined)(draft, value),
  KillSignal: (draft, value) => {
    const signal = signalNumber(value);
    if (signal === undefined) return `Failed to parse signal name, ignoring: ${value}`;
    draft.service.killSignal = signal;
    return undefined;
  },
  RemainAfterExit: flag((draft, on) => {
    draft.service.remainAfterExit = on;
  }),
  UMask: (draft, value) => {
    if (!/^0?[0-7]{1,4}$/.test(value)) return `Failed to parse mode value, ignoring: ${value}`;
    draft.service.umask = value;
    return undefined;
  },
  StandardOutput: (draft, value) => {
    draft.service.outputFile = value.startsWith("file:") ? value.slice("file:".length) : "";
    return undefined;
  },
  StandardError: () => undefined,
  SendSIGKILL: flag(() => undefined),
  NoNewPrivileges: flag(() => undefined),
  PrivateTmp: flag(() => undefined),
  // Older names and places that systemd still takes.
  StartLimitBurst: () => undefined,
  StartLimitInterval: () => undefined,
};

function command(draft: Draft, value: string): string | undefined {
  if (value !== "") parseCommand(value, draft.specifiers);
  return undefined;
}

function account(set: (draft: Draft, name: string) => void): Setter<Draft> {
  return (draft, value) => {
    if (value !== "" && !/^([a-zA-Z_][^:,/\s]*|\d+)$/.test(value)) {
      throw new FatalLine(`Invalid user/group name or numeric ID: ${value}`);
    }
    set(draft, value);
    return undefined;
  };
}

/** Exit statuses and signals; an empty assignment resets the list. */
function statuses(of: (service: ServiceSettings) => Set<string>): Setter<Draft> {
  return ({ service }, value) => {
    if (value === "") of(service).clear();
    const complaints: string[] = [];
    for (const word of value.split(/\s+/).filter((text) => text !== "")) {
      const signal = /^\d+$/.test(word) ? undefined : signalNumber(word);
      if (signal !== undefined) of(service).add(`signal ${signal}`);
      else if (/^\d+$/.test(word) && Number(word) <= 255) of(service).add(`exit ${Number(word)}`);
      else complaints.push(`Failed to parse value, ignoring: ${word}`);
    }
    return complaints.length > 0 ? complaints.join("\n") : undefined;
  };
}
