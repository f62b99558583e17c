import { type FleetRule, listed, profilesBeside, subject } from "../rule";

/**
 * One Matrix device in several homes. Each home has its own store of keys, so the device cannot read its own
 * messages, also when the gateways never run at the same time (Hermes issue 77336). An error where boots of
 * different hosts would start two.
 */
export const matrixDeviceInSeveralHomes: FleetRule = (hosts) => {
  const users = hosts.flatMap((host) =>
    profilesBeside(host).flatMap(({ gateway, profile }) => {
      const { hostKey } = host;
      const device = profile.detected.matrixDevice;
      const at = `${hostKey} ${profile.unit.home}`;
      return device === undefined ? [] : [{ ...device, hostKey, gateway, at, key: profile.key }];
    }),
  );
  return [...Map.groupBy(users, ({ identity }) => identity).values()].flatMap((group) => {
    const last = group.at(-1);
    if (last === undefined || new Set(group.map(({ at }) => at)).size < 2) return [];
    const running = group.filter(({ gateway }) => gateway.boot === "enabled");
    const subjects = group.map(({ hostKey, key }) => subject(hostKey, key));
    return [
      {
        code: "matrix-device-in-several-homes",
        severity: new Set(running.map(({ hostKey }) => hostKey)).size > 1 ? "error" : "warning",
        subjects,
        message: `${listed(subjects)} are one Matrix device in several homes, each with its own keys, so encrypted rooms break`,
        remedy: "let each sign in as a device of its own",
        path: last.path,
      },
    ];
  });
};
