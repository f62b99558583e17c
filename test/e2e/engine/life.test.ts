import { lifeCases } from "../all-cases";
import { ENGINE_GROUND } from "../ground/engine-ground";

lifeCases(ENGINE_GROUND);

after("say what did not run", () => {
  console.log(
    "The end-to-end cases ran with the test engine. The same cases with the real Pulumi CLI: npm run test:cli",
  );
});
