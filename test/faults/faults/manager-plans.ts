import { until } from "../../e2e/until";
import { must } from "../../proof/machine/must";
import { type Act, BY_ITSELF, type Plan } from "../cells/plan";

/** A wrapper in front of systemctl that answers no order for as long as a file is there; questions go through. */
const HANGING_SYSTEMCTL = `#!/bin/sh
for word; do
  case $word in
    start | stop | restart | daemon-reload)
      while [ -e /run/systemctl-hangs ]; do sleep 0.2; done
      break
      ;;
  esac
done
exec /usr/bin/systemctl "$@"
`;

/** A manager that refuses, is slow, is busy with somebody else, or does not answer. */
export function managerPlans(): Plan[] {
  return [
    // systemd refuses a reload when less than 16 MiB are free below /run.
    plan("reload-refused", {
      at: [
        {
          step: "install",
          act: on(
            `free=$(df --output=avail -B1 /run | tail -n 1); fallocate -l $((free - 8000000)) /run/filler`,
          ),
        },
      ],
      lift: on("rm -f /run/filler"),
      liftsBeforeRest: true,
    }),
    plan("reload-slow", {
      before: on(
        `install -d /run/systemd/system-generators
         printf '#!/bin/sh\\nsleep 4\\n' >/run/systemd/system-generators/slow
         chmod 755 /run/systemd/system-generators/slow`,
      ),
      lift: on("rm /run/systemd/system-generators/slow"),
    }),
    plan("reload-every-second", {
      before: on(
        `systemd-run --quiet --unit=reloads /bin/sh -c 'while :; do systemctl daemon-reload; sleep 1; done'`,
      ),
      lift: on("systemctl stop reloads.service"),
    }),
    hanging("systemctl-hangs-for-20-s", "reload", 20),
    hanging("systemctl-hangs-past-the-deadline", "start", 120),
  ];
}

function hanging(row: string, step: string, seconds: number): Plan {
  return plan(row, {
    before: ({ stage }) =>
      must(stage.host, "cat >/usr/local/sbin/systemctl && chmod 755 /usr/local/sbin/systemctl", {
        input: HANGING_SYSTEMCTL,
      }).then(() => undefined),
    at: [
      {
        step,
        act: on(
          `touch /run/systemctl-hangs
           /usr/bin/systemd-run --quiet --collect --on-active=${seconds} --timer-property=AccuracySec=100ms rm -f /run/systemctl-hangs`,
        ),
      },
    ],
    // While no order is taken nobody can be started, by whomever.
    lift: async ({ stage }) => {
      await until(
        "systemctl answers",
        async () => (await stage.host.run("test -e /run/systemctl-hangs")).code !== 0,
        seconds + 30,
      );
      await must(stage.host, "rm /usr/local/sbin/systemctl");
    },
    liftsBeforeRest: true,
  });
}

function on(script: string): Act {
  return async ({ stage }) => void (await must(stage.host, script));
}

function plan(row: string, rest: Partial<Plan>): Plan {
  return { id: row, row, column: BY_ITSELF, ...rest };
}
