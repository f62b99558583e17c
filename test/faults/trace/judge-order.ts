import { STATE, UNITS } from "../host/small-disk";
import type { TraceEvent } from "./read-trace";

/**
 * Where the order of what reaches the disk is not one in which the power can go at any moment.
 * @param worker what the transaction did @param confirm what the confirm did
 */
export function judgeOrder(worker: readonly TraceEvent[], confirm: readonly TraceEvent[]): string[] {
  const isUnit = (path: string) => /^hermes-gateway-[^/]*\.service$/.test(path.slice(UNITS.length + 1));
  const renames = worker.flatMap((event, place) =>
    event.kind === "rename" && isUnit(event.to) ? [{ ...event, place }] : [],
  );
  const first = renames[0]?.place ?? worker.length;
  const last = renames.at(-1)?.place ?? worker.length;
  const reload = worker.findIndex((event, place) => place > last && isSystemctl(event, "daemon-reload"));
  const syncs = (from: number, to: number, fits: (path: string) => boolean) =>
    worker.slice(from, to).some((event) => event.kind === "sync" && fits(event.path));
  const before = (what: string, fits: (path: string) => boolean): string[] =>
    syncs(0, first, fits) ? [] : [`${what} is not synced before the first unit is renamed`];
  const record = new RegExp(`^${STATE}/records/[A-Za-z0-9]+$`);
  return [
    ...(renames.length === 0 ? ["no unit was renamed into its place"] : []),
    ...renames
      .filter(({ from, place }) => !syncs(0, place, (path) => path === from))
      .map(({ from }) => `${from.replace(/.*\//, "")} is not synced before it is renamed`),
    ...before("the record", (path) => record.test(path)),
    ...before("the folder of the records", (path) => path === `${STATE}/records`),
    ...before("the generation", (path) => /\/generations\/[^/]+\/manifest$/.test(path)),
    ...before("a unit of before", (path) => /\/generations\/[^/]+\/units\/[^/]+\.service$/.test(path)),
    ...before("the folder of the units", (path) => path === UNITS),
    ...(reload === -1 ? ["systemd is not reloaded after the last rename"] : []),
    ...(syncs(last, reload === -1 ? worker.length : reload, (path) => path === UNITS)
      ? []
      : ["the folder of the units is not synced between the last rename and the reload"]),
    ...judgeLinks([...worker, ...confirm]),
    ...judgeConfirm([...worker, ...confirm]),
  ];
}

/** Links are made by the manager, which syncs nothing. */
function judgeLinks(events: readonly TraceEvent[]): string[] {
  const changed = events.findLastIndex(
    (event) => isSystemctl(event, "enable") || isSystemctl(event, "disable"),
  );
  const synced = events
    .slice(changed + 1)
    .some((event) => event.kind === "sync" && event.path.endsWith(".wants"));
  return changed === -1 || synced ? [] : ["the folder of the links is not synced after they were changed"];
}

function judgeConfirm(events: readonly TraceEvent[]): string[] {
  const done = events.findIndex((event) => event.kind === "rename" && event.to.endsWith("/confirmed"));
  if (done === -1) return ["nothing was confirmed"];
  const synced = (path: string) =>
    events.slice(done).some((event) => event.kind === "sync" && event.path === path);
  return synced(`${STATE}/records`) ? [] : ["the folder of the records is not synced after the confirm"];
}

function isSystemctl(event: TraceEvent, verb: string): boolean {
  return event.kind === "exec" && /(^|\/)systemctl$/.test(event.words[0] ?? "") && event.words.includes(verb);
}
