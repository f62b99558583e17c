import type { Edit } from "./patch";

/** A build that is broken on purpose. */
export interface Control {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Cells of which at least one must not hold. */
  readonly cells: readonly string[];
}

/** Builds that the cells have to find out. */
export const CONTROLS: readonly Control[] = [
  {
    name: "files are written in place, not renamed",
    edits: [
      {
        file: "script/60-install.sh",
        from: '[ -z "$moves" ] || mv -f -- $moves "$UNITS/"',
        to: `for one in $moves; do cat -- "$one" >"$UNITS/\${one##*/}"; done`,
      },
    ],
    cells: ["start:worker", "units-full-of-bytes-when-armed"],
  },
  {
    name: "the guard is armed after the first rename",
    edits: [
      { file: "script/80-main.sh", from: "  arm\n", to: "" },
      { file: "script/80-main.sh", from: "  install_files\n", to: "  install_files\n  arm\n" },
      // What was to be synced has been moved by then.
      {
        file: "script/66-arm.sh",
        from: 'sync -- $STAGED 2>>"$W/arm.err" || code=1',
        to: 'sync -- $STAGED 2>>"$W/arm.err"',
      },
    ],
    cells: ["arm-generation:worker"],
  },
  {
    name: "the confirm is dropped",
    edits: [
      {
        file: "transaction/run-transaction.js",
        from: "await confirmed(host, answer, options)",
        to: "undefined",
      },
      {
        file: "transaction/confirm-at-end.js",
        from: "return (0, confirm_js_1.confirmInput)(id);",
        to: "return Buffer.alloc(0);",
      },
    ],
    cells: ["change"],
  },
  {
    name: "the lock is dropped",
    edits: [{ file: "script/25-lock.sh", from: "if ! flock -n 9; then", to: "if false; then" }],
    cells: ["second-stack-while-locked"],
  },
  {
    name: "the script is bound to its channel",
    edits: [
      { file: "script/80-main.sh", from: "  trap '' HUP PIPE\n", to: "" },
      {
        file: "script/20-receive.sh",
        from: `systemd-run --quiet --collect --unit="hermes-fleet-apply-$ID.service" \\
      --description="hermes-fleet: apply gateway units" \\
      -p Type=exec -p RuntimeMaxSec="$seconds" -p UMask=0077 \\
      -p StandardOutput="file:$W/told" -p StandardError=journal "$@" \\
      /bin/sh "$W/script" "$W" apply >"$W/start" 2>&1`,
        to: '/bin/sh "$W/script" "$W" apply 2>"$W/start"',
      },
    ],
    cells: ["stop:connection", "install:connection"],
  },
];

/** Builds that the order of writes to the disk has to find out. */
export const ORDER_CONTROLS: readonly Omit<Control, "cells">[] = [
  {
    name: "the folder of the units is not synced before the reload",
    edits: [
      {
        file: "script/60-install.sh",
        from: 'if [ -n "$RELOAD" ]; then sync -- "$UNITS"; fi',
        to: ":",
      },
    ],
  },
  {
    name: "what putting back needs is not synced before the first rename",
    edits: [
      {
        file: "script/66-arm.sh",
        from: 'if [ -n "$STAGED" ]; then sync -- $STAGED 2>>"$W/arm.err" || code=1; fi',
        to: ":",
      },
    ],
  },
];
