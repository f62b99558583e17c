// The program that needs no TypeScript: Pulumi.yaml runs this, and this runs fleet.yaml.
import "./require-node.js";
import { deployFleetFile } from "./components/deploy-fleet-file.js";

const fleet = deployFleetFile();

/** What a boot of each host leads to. */
export const hosts = fleet.hosts;
