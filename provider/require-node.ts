import { requireNode } from "./require-node-version.js";

requireNode();
