// The code behind the `__provider` texts in every state: this file's path and names are for ever.
import "../require-node.js";
import { endWithEngine } from "../host/session/host-sessions.js";
import { engineAddress } from "../host/session/watch-engine.js";

export { gatewayProfile } from "./gateway-profile/provider.js";
export { hermesInstallation } from "./hermes-installation/provider.js";
export { portLedger } from "./port-ledger/provider.js";

if (engineAddress() !== undefined) endWithEngine();
