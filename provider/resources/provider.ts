// The code behind the `__provider` texts in every state: this file's path and names are for ever.
import "../require-node.js";

export { gatewayProfile } from "./gateway-profile/provider.js";
export { hermesInstallation } from "./hermes-installation/provider.js";
export { portLedger } from "./port-ledger/provider.js";
