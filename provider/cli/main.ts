#!/usr/bin/env node
import "./old-node.js";
import { Command } from "commander";
import { planCommand } from "./plan-command.js";
import { referenceCommand } from "./reference-command.js";
import { schemaCommand } from "./schema-command.js";

const program = new Command("hermes-fleet")
  .description("Looks at fleets of Hermes gateways; changes nothing on any host")
  .addCommand(planCommand())
  .addCommand(schemaCommand())
  .addCommand(referenceCommand());

program.parse();
