// fleet.yaml beside this file is the whole program.
require("pulumi-hermes-gateway").deployFleetFile();
