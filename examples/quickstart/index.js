// fleet.yaml beside this file is the whole program.
const fleet = require("pulumi-hermes-gateway").deployFleetFile();

/** What a boot of each host leads to. */
exports.hosts = fleet.hosts;
