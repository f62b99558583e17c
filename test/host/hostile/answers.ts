import type { ServerChannel } from "ssh2";
import { drip, flood } from "./floods";

/** How a machine answers to a command, and the code of the error that this is. */
export interface HostileAnswer {
  readonly code: string;
  readonly act?: "look" | "survey" | "install";
  /** The whole of its standard output, followed by an exit status of 0; or what it does. */
  readonly answer: string | ((channel: ServerChannel, end: () => void) => void);
}

const HELLO = "hermes-fleet 1\nsystem\t252\tm\n";
const DONE = "op\t0\tapplied\tyes\tstart\n";

/** What a friendly machine answers. */
export const FRIENDLY = `${HELLO}${DONE}end\t0\n`;

const malformed = (answer: HostileAnswer["answer"]): HostileAnswer => ({ code: "answer-malformed", answer });
const blob = (size: string): HostileAnswer =>
  malformed(`${HELLO}${DONE}blob\t0\tdropins\t${size}\nabc\nend\t0\n`);
const KIB_64 = Buffer.alloc(65_536, "x");
const OS_RELEASE = 'PRETTY_NAME="\x1b[2J\rDebian"\n';
const LINES = Buffer.from("progress\tx\n".repeat(6000));

/** Everything that a machine may do on the channel of a command, by name. */
export const ANSWERS: Readonly<Record<string, HostileAnswer>> = {
  "a blob of a negative size": blob("-1"),
  "a blob of a size that leads back": blob("-20"),
  "a blob whose size is no number": blob("many"),
  "a blob whose size is NaN": blob("NaN"),
  "a blob whose size is hexadecimal": blob("0x3"),
  "a blob whose size is an exponent": blob("3e0"),
  "a blob whose size is a fraction": blob("2.5"),
  "a blob whose size is empty": blob(""),
  "a blob of more bytes than there are numbers": blob("99999999999999999999"),
  "a blob of 90 MB": blob("90000000"),
  "a blob that is longer than it says": blob("1"),
  "a blob that is cut": {
    code: "host-script-failed",
    answer: `${HELLO}${DONE}blob\t0\tdropins\t500\nabc\nend\t0\n`,
  },
  "lines without end": malformed((channel) => {
    channel.write(HELLO);
    flood(channel, LINES);
  }),
  "one line without end": malformed((channel) => {
    channel.write(HELLO);
    flood(channel, KIB_64);
  }),
  "one line without end before the first line": malformed((channel) => flood(channel, KIB_64)),
  "blobs without end": {
    code: "answer-too-large",
    answer: (channel) => {
      channel.write(HELLO);
      const big = Buffer.alloc(1_000_000, "b");
      flood(channel, Buffer.concat([Buffer.from("blob\t0\tunit\t1000000\n"), big, Buffer.from("\n")]));
    },
  },
  "a line break in each of 3000 packets": malformed((channel, end) => {
    channel.write(HELLO);
    for (let count = 0; count < 3000; count += 1) channel.write("\n");
    end();
  }),
  "lines on standard error without end": {
    code: "answer-too-large",
    answer: (channel) => flood(channel.stderr, LINES),
  },
  "one line on standard error without end": {
    code: "answer-too-large",
    answer: (channel) => flood(channel.stderr, KIB_64),
  },
  "a line every now and then for ever": {
    code: "exec-timeout",
    answer: (channel) => {
      channel.write(HELLO);
      drip(channel, "progress\tstill at it\n");
    },
  },
  "a byte every now and then for ever": {
    code: "exec-timeout",
    answer: (channel) => {
      channel.write(HELLO);
      drip(channel, "x");
    },
  },
  "a line on standard error every now and then for ever": {
    code: "exec-timeout",
    answer: (channel) => {
      channel.write(HELLO);
      drip(channel.stderr, "still at it\n");
    },
  },
  "nothing at all": { code: "host-silent", answer: () => undefined },
  "nothing behind the first line": { code: "host-silent", answer: (channel) => void channel.write(HELLO) },
  "something that goes on and never ends": {
    code: "host-silent",
    answer: (channel) => void channel.write(`${HELLO}doing\tstopping a.service\n`),
  },
  "an operation that is none of this transaction": malformed(`${HELLO}op\t7\tapplied\tyes\tstart\nend\t0\n`),
  "an operation of a negative number": malformed(`${HELLO}op\t-1\tapplied\tyes\tstart\nend\t0\n`),
  "an operation without a number": malformed(`${HELLO}op\tapplied\nend\t0\n`),
  "a failure of another operation": malformed(`${HELLO}fail\t3\trolled-back\tx\nend\t0\n`),
  "a second greeting": malformed(`${FRIENDLY.replace("end", "hermes-fleet 1\nend")}`),
  "two ends": malformed(`${FRIENDLY}end\t0\n`),
  "a result behind the end": malformed(`${HELLO}end\t0\n${DONE}`),
  "a question before the end": malformed(`${HELLO}${DONE}unconfirmed\tabc\nasks\tabc\nend\t0\n`),
  "a question twice": malformed(`${HELLO}${DONE}unconfirmed\tabc\nend\t0\nasks\tabc\nasks\tabc\n`),
  "a line of no known kind": malformed(`${HELLO}${DONE}error: the fleet is broken\nend\t0\n`),
  "a kind with a name that objects have": malformed(`${HELLO}${DONE}constructor\t0\nend\t0\n`),
  "seconds until the rollback that are no number": malformed(`${HELLO}armed\tInfinity\n${DONE}end\t0\n`),
  "a gap in service that is no number": malformed(`${HELLO}${DONE}op\t0\tgap\t-9\tready\ta\nend\t0\n`),
  "a version of systemd that is no number": malformed(FRIENDLY.replace("252", "new")),
  "a last line without its end": { code: "host-script-failed", answer: `${HELLO}${DONE}end` },
  "an end before the first line": { code: "tool-missing", answer: "" },
  "an end behind the first line": { code: "host-script-failed", answer: "hermes-fleet 1\n" },
  "an end behind the results": { code: "host-script-failed", answer: `${HELLO}${DONE}` },
  "an exit status and nothing else": {
    code: "host-silent",
    answer: (channel) => channel.exit(0),
  },
  "an end of output and no close": {
    code: "host-silent",
    answer: (channel) => {
      channel.write(FRIENDLY);
      (channel as unknown as { eof: () => void }).eof();
    },
  },
  "a close without an exit status": {
    code: "host-script-failed",
    answer: (channel) => {
      channel.write(HELLO);
      channel.close();
    },
  },
  "escapes in a failure": {
    code: "unit-invalid",
    answer: `${HELLO}fail\t0\tunit-invalid\t\x1b[2J\x1b]0;owned\x07\rerror: forged\x85error: forged\u2028error: forged\u202e\u200b\x7f\nend\t0\n`,
  },
  "escapes in what it tells": {
    code: "unit-invalid",
    answer: `${HELLO}progress\t\x1b[31mred\x1b[0m\rerror: forged\nfail\t0\tunit-invalid\tx\nend\t0\n`,
  },
  "escapes in a name of its system": {
    code: "no-systemd",
    answer: `hermes-fleet 1\nfail\t-\tno-systemd\t\x9b2J\nblob\t-\tos-release\t${OS_RELEASE.length}\n${OS_RELEASE}\nend\t1\n`,
  },
  "escapes on standard error": {
    code: "tool-missing",
    answer: (channel, end) => {
      channel.stderr.write("\x1b[2J\rerror: forged\n");
      end();
    },
  },
  "a look that says nothing of a unit": {
    act: "look",
    code: "answer-malformed",
    answer: `${HELLO}end\t0\n`,
  },
  "a survey without end": {
    act: "survey",
    code: "answer-too-large",
    answer: (channel) => {
      channel.write("hermes-fleet survey 1\n");
      flood(channel, LINES);
    },
  },
  "a survey that says nothing": { act: "survey", code: "exec-timeout", answer: () => undefined },
  "an installation that prints without end": {
    act: "install",
    code: "answer-too-large",
    answer: (channel) => flood(channel, KIB_64),
  },
};
