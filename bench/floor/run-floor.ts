import { Client } from "ssh2";
import type { Lab } from "../../test/lab/lab";
import type { LabHost } from "../../test/lab/lab-host";
import { FLOOR_SCRIPTS, type FloorRow } from "./script";

/**
 * Runs a row's script on all hosts at once: one connection, one exec each, in this process by `ssh2`. A process of
 * OpenSSH for each host was tried and takes 1.5 times as long on two cores. @returns seconds
 * @throws Error when a script fails
 */
export async function runFloor(lab: Lab, row: FloorRow): Promise<number> {
  const began = performance.now();
  const ends = await Promise.all(
    lab.hosts.map((host) => runScript(host, lab.clientKey.privateKey, FLOOR_SCRIPTS[row])),
  );
  const seconds = (performance.now() - began) / 1000;
  const failed = ends.find(({ status }) => status !== 0);
  if (failed) throw new Error(`floor, ${row}: exit status ${failed.status}\n${failed.output}`);
  return seconds;
}

interface End {
  readonly status: number;
  readonly output: string;
}

function runScript(host: LabHost, privateKey: string, script: string): Promise<End> {
  const known = new Set(host.hostKeys.map((line) => line.split(" ")[1]));
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on("error", reject);
    client.on("ready", () =>
      client.exec("/bin/sh -s", (error, channel) => {
        if (error) return reject(error);
        let output = "";
        const collect = (text: Buffer): void => {
          output += text.toString();
        };
        channel.on("data", collect);
        channel.stderr.on("data", collect);
        channel.on("close", (status: number) => {
          client.end();
          resolve({ status, output });
        });
        channel.end(script);
      }),
    );
    client.connect({
      host: host.address,
      username: "root",
      privateKey,
      hostVerifier: (key: Buffer) => known.has(key.toString("base64")),
    });
  });
}
