import { type ContractCase, gatewayUnit } from "../contract-case";

/** Enabling, disabling, and who a boot starts. */
export const LINKS: readonly ContractCase[] = [
  {
    name: "enable and disable, with what they say",
    units: {
      "ct-a.service": gatewayUnit("ct-runs"),
      "ct-b.service": "[Service]\nExecStart=/usr/local/bin/ct-runs\n",
    },
    steps: [
      "systemctl is-enabled ct-a.service ct-b.service",
      "systemctl enable ct-a.service",
      "systemctl enable ct-a.service",
      "systemctl is-enabled ct-a.service",
      'readlink "$R/etc/systemd/system/multi-user.target.wants/ct-a.service"',
      "systemctl disable ct-a.service",
      "systemctl disable ct-a.service",
      "systemctl enable ct-b.service 2>&1 | head -n 3",
      "state ct-b.service",
      "systemctl list-unit-files --no-legend 'ct-*'",
    ],
  },
  {
    name: "links without a reload",
    units: {
      "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT"),
      "ct-b.service": gatewayUnit("ct-runs"),
    },
    steps: [
      "systemctl start ct-a.service; settle",
      "systemctl enable --no-reload --quiet -- ct-a.service",
      "systemctl show -p UnitFileState,NeedDaemonReload,WantedBy ct-a.service",
      "systemctl enable --no-reload --quiet -- ct-b.service",
      "systemctl disable --no-reload --quiet -- ct-a.service",
      "systemctl show -p UnitFileState,NeedDaemonReload ct-a.service ct-b.service",
      "systemctl enable --runtime --quiet ct-a.service; systemctl is-enabled ct-a.service",
    ],
  },
  {
    name: "links of several targets, and those that another [Install] left",
    units: {
      "ct-a.service": gatewayUnit("ct-runs").replace(
        "WantedBy=multi-user.target",
        "WantedBy=multi-user.target graphical.target\nRequiredBy=ct-own.target",
      ),
    },
    steps: [
      "systemctl enable --no-reload --quiet -- ct-a.service; systemctl is-enabled ct-a.service",
      'cd "$R/etc/systemd/system" && ls -d *.wants/ct-a.service *.requires/ct-a.service',
      'rm "$R/etc/systemd/system/graphical.target.wants/ct-a.service"; systemctl is-enabled ct-a.service',
      'sed -i "/^RequiredBy/d; s/ graphical.target//" "$R/etc/systemd/system/ct-a.service"; systemctl daemon-reload; systemctl is-enabled ct-a.service',
      "systemctl disable --no-reload --quiet -- ct-a.service; systemctl is-enabled ct-a.service",
      'cd "$R/etc/systemd/system" && find . -name ct-a.service -type l; ls -d ct-own.target.requires',
      "systemctl enable --no-reload --quiet -- ct-a.service ct-none.service; systemctl is-enabled ct-a.service",
      "systemctl disable --no-reload --quiet -- ct-a.service ct-none.service; systemctl is-enabled ct-a.service",
    ],
  },
  {
    name: "enable --now and disable --now",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl enable --now ct-a.service; settle",
      "state ct-a.service",
      "systemctl disable --now ct-a.service",
      "state ct-a.service",
    ],
  },
  ...boots(),
];

function boots(): ContractCase[] {
  const chain = {
    "ct-a.service": gatewayUnit(
      "ct-runs",
      "Conflicts=ct-b.service ct-c.service",
      "Before=ct-b.service ct-c.service",
    ),
    "ct-b.service": gatewayUnit("ct-runs", "Conflicts=ct-c.service", "Before=ct-c.service"),
    "ct-c.service": gatewayUnit("ct-runs"),
  };
  const look = "systemctl show -p Id,ActiveState,UnitFileState,Result ct-a.service ct-b.service ct-c.service";
  return [
    {
      name: "boot: of a chain with every member enabled the highest runs",
      units: chain,
      steps: ["systemctl enable --quiet ct-a ct-b ct-c", "boot", look],
    },
    {
      name: "boot: the highest enabled member runs",
      units: chain,
      steps: ["systemctl enable --quiet ct-c ct-b", "boot", look],
    },
    {
      name: "boot: nobody runs when the winner cannot start",
      units: {
        ...chain,
        "ct-a.service": (chain["ct-a.service"] ?? "").replace("bin/ct-runs", "bin/ct-missing"),
      },
      steps: ["systemctl enable --quiet ct-a ct-b ct-c", "boot", look, "systemctl is-system-running"],
    },
    {
      name: "boot: three that name each other with Before= start nobody",
      units: mutual(["ct-a.service", "ct-b.service", "ct-c.service"]),
      steps: ["systemctl enable --quiet ct-a ct-b ct-c", "boot", look],
    },
    {
      name: "boot: what is not enabled stays down, what was started by hand too",
      units: chain,
      steps: ["systemctl enable --quiet ct-b; systemctl start ct-c", "boot", look],
    },
  ];
}

function mutual(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const others = names.filter((other) => other !== name).join(" ");
      return [name, gatewayUnit("ct-runs", `Conflicts=${others}`, `Before=${others}`)];
    }),
  );
}
