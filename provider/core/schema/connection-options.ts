import { z } from "zod";
import { hostAddress } from "../rules/host-address";
import { strict } from "../rules/strict";
import { lineText } from "../rules/text-rules";
import { option } from "./option";

const oneLine = () => lineText().min(1);

const endpoint = {
  port: option(z.int().min(1).max(65_535), { doc: "TCP port.", effect: "no-restart", default: 22 }),
  user: option(oneLine(), {
    doc: "Account on the machine. Anything but root needs sudo without a password.",
    effect: "no-restart",
    default: "root",
  }),
  password: option(z.string().min(1), {
    doc: "Password, also given to keyboard-interactive prompts. Secret.",
    effect: "no-restart",
  }),
  privateKey: option(z.string().min(1), {
    doc: "Private key, its text. Secret. Tried before the password.",
    effect: "no-restart",
  }),
  privateKeyPassword: option(z.string().min(1), {
    doc: "Passphrase of the private key. Secret. The variable HERMES_FLEET_SSH_KEY_PASSPHRASE keeps it out of the state.",
    effect: "no-restart",
  }),
  privateKeyFile: option(oneLine(), {
    doc: "Path of a private key on the machine that runs Pulumi; `~/` is resolved on each run.",
    effect: "no-restart",
  }),
  agentSocketPath: option(oneLine(), {
    doc: "Path of an SSH agent's socket.",
    defaultText: "the variable SSH_AUTH_SOCK, read on each run",
    effect: "no-restart",
  }),
  hostKey: option(z.string().min(1), {
    doc: "Public host key, or several, one a line, `type base64` as in a known_hosts file. Without it knownHostsFile decides.",
    effect: "no-restart",
  }),
  knownHostsFile: option(oneLine(), {
    doc: "known_hosts file that alone verifies the host key when hostKey is left out; the files of the default may still revoke a key.",
    effect: "no-restart",
    defaultText: "~/.ssh/known_hosts and known_hosts2, and ssh_known_hosts and ssh_known_hosts2 in /etc/ssh",
  }),
  perDialTimeout: option(z.number().min(1).max(3600), {
    doc: "Longest one dial may take, in seconds, 1 to 3600.",
    effect: "no-restart",
    default: 15,
  }),
  dialErrorLimit: option(z.int().min(-1), {
    doc: "Dials before giving up; -1 goes on until the host's connectDeadlineSeconds.",
    effect: "no-restart",
    default: -1,
  }),
};

const hostDoc = "Name or address, IPv4 or IPv6, without account, port or brackets.";

/** How a machine is reached, as the user writes it. The names are those of `remote.ConnectionArgs` of @pulumi/command. */
export const connectionSchema = strict(
  {
    host: option(hostAddress(), {
      doc: `${hostDoc} Needed unless local is true; then it is only a name.`,
      defaultText: "the host's key, with local",
      effect: "no-restart",
    }),
    ...endpoint,
    proxy: option(
      strict({ host: hostAddress().meta({ description: hostDoc }), ...endpoint }, "secret values"),
      {
        doc: "One jump host. The connection goes through it, and its host key is verified the same way.",
        effect: "no-restart",
      },
    ),
    local: option(z.boolean(), {
      doc: "Run on the machine that runs Pulumi, without SSH.",
      effect: "no-restart",
      default: false,
    }),
  },
  "secret values",
);

/** A value of the right type for each option, which stands for one that is known later. */
export const CONNECTION_SAMPLES: Readonly<Record<string, unknown>> = {
  port: 22,
  perDialTimeout: 15,
  dialErrorLimit: -1,
  local: false,
  proxy: { host: "later" },
};
