import { allCases } from "./all-cases";
import { oldestSdkCases } from "./cases/oldest-sdk";
import { engineDriver } from "./engine-driver";
import { embeddedMachines } from "./ground/embedded-target";

allCases({ title: "test engine, embedded hosts", driver: engineDriver, machines: embeddedMachines });
oldestSdkCases();

after("say what did not run", () => {
  console.log(
    "The end-to-end cases ran with the test engine. The same cases with the real Pulumi CLI: npm run test:cli",
  );
});
