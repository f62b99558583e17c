import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { isObject, isSecret, mapValues, type Value } from "../model/values";
import type { StackExport } from "../state/stack-export";
import { recordingsDir } from "./repo-root";

/**
 * Holds an exported state against a recorded one, resource by resource. Left out is what cannot be
 * equal: times, where in the source a resource was made, the random id of the provider, ciphertexts.
 * That a value is encrypted must be equal.
 */
export function expectSameState(state: StackExport, recording: string): void {
  const text = readFileSync(join(recordingsDir(), `${recording}.txt`), "utf8");
  const recorded = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as StackExport;
  expect(state.version).to.equal(recorded.version);
  expect(comparable(state)).to.deep.equal(comparable(recorded));
}

/** Whether each resource comes after all that it needs. */
export function expectDependencyOrder(state: StackExport): void {
  const seen = new Set<string>();
  for (const { urn, parent, dependencies = [] } of state.deployment.resources) {
    for (const needed of [...dependencies, ...(parent === undefined ? [] : [parent])]) {
      expect(seen.has(needed), `${urn} after ${needed}`).to.equal(true);
    }
    seen.add(urn);
  }
}

function comparable(state: StackExport): Record<string, unknown> {
  return Object.fromEntries(
    state.deployment.resources.map((resource) => {
      const { created, modified, sourcePosition, stackTrace, ...rest } = resource as unknown as Record<
        string,
        Value
      >;
      const provider = String(rest.provider ?? "").replace(/::[^:]*$/, "::id");
      const id = resource.type.startsWith("pulumi:providers:") ? "id" : rest.id;
      const { propertyDependencies, ...others } = rest;
      const sorted = mapValues((propertyDependencies ?? {}) as Record<string, Value>, sortedList);
      return [
        resource.urn,
        { ...mapValues(others as Record<string, Value>, withoutCiphertext), provider, id, sorted },
      ];
    }),
  );
}

/** The program names what a property depends on in no particular order. */
function sortedList(list: Value): Value {
  return Array.isArray(list) ? list.map(String).sort() : list;
}

function withoutCiphertext(value: Value): Value {
  if (isSecret(value)) return "ciphertext" in value ? "<encrypted>" : "<plaintext>";
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  return isObject(value) ? mapValues(value, withoutCiphertext) : value;
}
