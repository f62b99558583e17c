import { ruleTable } from "../../support/rule-table";

const HOME = "/home/hermes/.hermes/profiles/a";
const vm1 = (options: object) => ({ a: { hosts: ["vm1"], ...options } });
const service = (Service: object, more: object = {}) => vm1({ directives: { Service }, ...more });
const opened = (directive: string, path: string, does: string) =>
  `warning vm1/a at profiles.a.directives.Service.${directive}: ${directive}= of a names ${path}, where an account can put what it likes: systemd ${does}`;
const READ = "reads it as root and gives the account its lines as variables";
const OPEN = "opens it as root, through whatever link stands there";
const SHOWN = "reads it as root and shows the account what it read";
const TAKEN = "reads it as root and takes the process that it names for the gateway";

ruleTable("opened-as-root", [
  [
    "variables from the account's home, also where they may be missing",
    service({ EnvironmentFile: [`-${HOME}/extra.env`, "/etc/hermes/extra.env", "/home/hermes/more.env"] }),
    {},
    [
      opened("EnvironmentFile", `${HOME}/extra.env`, READ),
      opened("EnvironmentFile", "/home/hermes/more.env", READ),
    ],
  ],
  [
    "what the gateway prints, in any of the three ways",
    service({ StandardOutput: "append:/home/hermes/out.log", StandardError: ["truncate:/tmp/err.log"] }),
    {},
    [opened("StandardOutput", "/home/hermes/out.log", OPEN), opened("StandardError", "/tmp/err.log", OPEN)],
  ],
  [
    "a file as output and input",
    service({ StandardInput: "file:/home/other/in", StandardOutput: `file:${HOME}/../out` }),
    {},
    [opened("StandardInput", "/home/other/in", OPEN), opened("StandardOutput", `${HOME}/../out`, OPEN)],
  ],
  [
    "credentials, an open file and a process id",
    service({
      LoadCredential: "token:/home/hermes/token",
      LoadCredentialEncrypted: "key:/home/hermes/key",
      OpenFile: "/home/hermes/data:data:read-only",
      PIDFile: "/home/hermes/pid",
    }),
    {},
    [
      opened("LoadCredential", "/home/hermes/token", SHOWN),
      opened("LoadCredentialEncrypted", "/home/hermes/key", SHOWN),
      opened("OpenFile", "/home/hermes/data", "opens it as root and hands the account the open file"),
      opened("PIDFile", "/home/hermes/pid", TAKEN),
    ],
  ],
  [
    "a directory that systemd makes for the account, by specifier and by a name relative to /run",
    service({
      RuntimeDirectory: "hermes",
      StateDirectory: ["x", "hermes/a"],
      PIDFile: "hermes/a.pid",
      StandardOutput: "append:%S/hermes/a/log",
    }),
    {},
    [opened("StandardOutput", "%S/hermes/a/log", OPEN), opened("PIDFile", "/run/hermes/a.pid", TAKEN)],
  ],
  [
    "a home that lies elsewhere, and the working directory",
    service(
      { EnvironmentFile: ["/srv/agents/.hermes/.env", "/srv/agents/x.env", "/srv/work/y.env"] },
      { home: "/srv/agents/.hermes/profiles/a", workingDirectory: "/srv/work" },
    ),
    {},
    [
      opened("EnvironmentFile", "/srv/agents/.hermes/.env", READ),
      opened("EnvironmentFile", "/srv/agents/x.env", READ),
      opened("EnvironmentFile", "/srv/work/y.env", READ),
    ],
  ],
  [
    "none where root alone writes, for no file, and for what a later empty value takes back",
    service({
      EnvironmentFile: ["/home/hermes/x.env", "", "/etc/hermes/x.env", "/homes/x.env"],
      StandardOutput: "journal",
      StandardError: "append:/var/log/hermes.log",
      LoadCredential: ["token", "key:/etc/credstore/key"],
      PIDFile: "/run/hermes.pid",
    }),
    {},
    [],
  ],
  [
    "none under an account's own manager, which has the account's rights",
    service(
      { EnvironmentFile: "/home/hermes/x.env", StandardOutput: "append:/home/hermes/x" },
      { scope: "user" },
    ),
    {},
    [],
  ],
]);

const ran = (directive: string, path: string, program: string, why: string, more = "") =>
  `warning vm1/a at profiles.a.${path}: ${directive}= of a runs ${program} with root's rights in place of hermes's, by ${why}${more}`;
const at = (directive: string) => `directives.Service.${directive}`;

ruleTable("command-as-root", [
  [
    "each prefix, among others and in any order",
    service({
      ExecStartPre: ["+/usr/bin/a x", "-!/usr/bin/b", "@!!/usr/bin/c c"],
      ExecStopPost: ":-+/usr/bin/d",
    }),
    {},
    [
      ran("ExecStartPre", at("ExecStartPre"), "/usr/bin/a", 'the prefix "+"'),
      ran("ExecStartPre", at("ExecStartPre"), "/usr/bin/b", 'the prefix "!"'),
      ran("ExecStartPre", at("ExecStartPre"), "/usr/bin/c", 'the prefix "!!"'),
      ran("ExecStopPost", at("ExecStopPost"), "/usr/bin/d", 'the prefix "+"'),
    ],
  ],
  [
    "a program that the account can exchange, and PermissionsStartOnly",
    service({ ExecStartPre: "/home/hermes/bin/prepare", PermissionsStartOnly: true }),
    {},
    [
      ran(
        "ExecStartPre",
        at("ExecStartPre"),
        "/home/hermes/bin/prepare",
        "PermissionsStartOnly=",
        "; an account can put what it likes at /home/hermes/bin/prepare, and so becomes root",
      ),
    ],
  ],
  [
    "none without such a prefix, after a reset, and under an account's own manager",
    service({ ExecStartPre: ["+/usr/bin/a", "", "-/usr/bin/true +x"], ExecStop: ":@/usr/bin/b b" }),
    {},
    [],
  ],
  ["none in user scope", service({ ExecStartPre: "+/usr/bin/a" }, { scope: "user" }), {}, []],
]);

ruleTable("gateway-as-root", [
  [
    "a gateway with root's rights",
    vm1({ user: "root" }),
    {},
    [
      "warning vm1/a at profiles.a.user: the gateway of a runs as root: whatever talks its agent into a command has the whole machine, the other gateways included",
    ],
  ],
  ["none for any other account", vm1({ user: "agents" }), {}, []],
]);
