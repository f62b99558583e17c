import type { Duplex } from "node:stream";
import type { Client } from "ssh2";

/** What a link carries at the least, in bytes a second; answers have their deadlines by the same figure. */
export const SLOWEST_LINK = 1024;
/** So many keepalives without an answer, when nothing else is on its way. */
const UNANSWERED = 3;

/**
 * Ends a connection of which nothing was received for three keepalives. A keepalive waits in line behind what was sent
 * before it, so the time that those bytes need on the slowest link is added; an answered keepalive tells that all that
 * was sent before it has arrived. ssh2 counts only its keepalives and would end a slow link in the middle of an upload.
 * @returns what reads the debug lines of ssh2, the only place where it tells what it sends.
 */
export function watchLife(client: Client, intervalMs: number) {
  let sent = 0;
  let arrived = 0;
  let heard = 0;
  const asked: number[] = [];

  const begin = (stream: Duplex) => {
    stream.on("data", () => {
      heard = performance.now();
    });
  };
  const onDebug = (line: string) => {
    const data = /^Outbound: Sending CHANNEL_DATA \(r:\d+, (\d+)\)$/.exec(line);
    if (data) sent += Number(data[1]);
    else if (line.startsWith("Outbound: Sending ping")) asked.push(sent);
    else if (/^Inbound: (?:Received )?REQUEST_(?:SUCCESS|FAILURE)/.test(line))
      arrived = asked.shift() ?? arrived;
  };
  client.once("ready", () => {
    heard = performance.now();
    const timer = setInterval(() => {
      const underWay = sent - arrived;
      const patience = UNANSWERED * intervalMs + (1000 * underWay) / SLOWEST_LINK;
      if (performance.now() - heard <= patience) return;
      clearInterval(timer);
      const error = new Error(silence(intervalMs, underWay));
      client.emit("error", Object.assign(error, { level: "client-timeout" }));
      client.destroy();
    }, intervalMs);
    client.once("close", () => clearInterval(timer));
  });
  return { begin, onDebug };
}

function silence(intervalMs: number, underWay: number): string {
  const keepalives = `no answer to ${UNANSWERED} keepalives, sent every ${intervalMs / 1000} s`;
  if (underWay === 0) return keepalives;
  const more = Math.ceil(underWay / SLOWEST_LINK);
  return `${keepalives}, nor in the ${more} s that the ${underWay} bytes under way need at ${SLOWEST_LINK} bytes/s`;
}
