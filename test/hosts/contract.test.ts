import { contractOnRealHosts } from "../embedded/contract/contract-real.hosts";

describe("contract: the embedded host does what real hosts do", function () {
  // The first case waits for the machines, the last ones for all before them.
  this.timeout(15 * 60_000);
  contractOnRealHosts();
});
