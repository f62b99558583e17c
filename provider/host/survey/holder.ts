import type { SeenListener } from "../../core/facts/host-facts";

/**
 * The unit that a control group belongs to, as `/proc/<pid>/cgroup` names it. Below a user manager the account makes the
 * names itself, so the unit there is one of that account, whatever it is called.
 * @param uids names of accounts by number
 */
export function holderOf(
  group: string,
  uids: ReadonlyMap<string, string>,
): Pick<SeenListener, "unit" | "account"> {
  const parts = group.split("/").filter((part) => part !== "");
  const manager = parts.findIndex((part) => /^user@\d+\.service$/.test(part));
  if (manager < 0) {
    const unit = parts.find((part) => /\.(service|scope)$/.test(part));
    return unit === undefined ? {} : { unit };
  }
  const uid = /\d+/.exec(parts[manager] ?? "")?.[0] ?? "";
  const account = uids.get(uid);
  const unit = parts.slice(manager + 1).find((part) => /\.(service|scope)$/.test(part));
  if (account === undefined || unit === undefined) return { unit: `user@${uid}.service` };
  return { unit, account };
}
