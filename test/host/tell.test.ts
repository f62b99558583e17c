import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../e2e/repo-root";

describe("what the provider process says", () => {
  it("is all said by tell, which shows a machine's words as they can be shown", () => {
    const root = repoRoot();
    const files = ["provider/host", "provider/resources"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(folder, name)),
    );
    const speaking = files.filter((file) =>
      /process\.(stdout|stderr)\.write|console\./.test(readFileSync(join(root, file), "utf8")),
    );
    expect(speaking).to.deep.equal(["provider/host/tell.ts"]);
  });
});
