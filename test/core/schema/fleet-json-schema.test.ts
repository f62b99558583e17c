import { expect } from "chai";
import { fleetJsonSchema } from "../../../provider/core/schema/fleet-json-schema";
import { HOST_DEFAULTS, PROFILE_DEFAULTS } from "../../../provider/core/schema/profile-defaults";

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly propertyNames?: { readonly pattern: string };
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

const schema = fleetJsonSchema() as Schema;
const valuesOf = (name: string) => schema.properties?.[name]?.additionalProperties as Schema;
const HOST = valuesOf("hosts");
const PROFILE = valuesOf("profiles").anyOf?.[0];

/** Every option below a schema, with its path. */
function options(at: Schema, path: string): [path: string, option: Schema][] {
  return Object.entries(at.properties ?? {}).flatMap(([key, option]) => [
    [`${path}.${key}`, option] as [string, Schema],
    ...options(option, `${path}.${key}`),
  ]);
}

describe("fleetJsonSchema", () => {
  it("is a draft 7 schema that knows all keys", () => {
    expect(schema).to.include({
      $schema: "http://json-schema.org/draft-07/schema#",
      additionalProperties: false,
    });
    expect(schema.required).to.deep.equal(["hosts", "profiles"]);
    expect(Object.keys(schema.properties ?? {})).to.deep.equal([
      "name",
      "exclusion",
      "topology",
      "portRange",
      "survey",
      "surveyDeadlineSeconds",
      "foreign",
      "accept",
      "hosts",
      "defaults",
      "profiles",
    ]);
  });

  it("describes every option, and says of each what a change does", () => {
    const all = [...options(HOST, "hosts.*"), ...options(PROFILE as Schema, "profiles.*")];
    expect(all.length).to.be.above(60);
    const own = all.filter(([path]) => !/directives\.|\.connection$|proxy\.host$/.test(path));
    for (const [path, { description }] of own) {
      expect(description, path).to.match(
        /Changing it (restarts|takes effect by a reload|may change which|never restarts)/,
      );
    }
  });

  it("shows the defaults that count", () => {
    for (const [key, value] of Object.entries(PROFILE_DEFAULTS)) {
      expect(PROFILE?.properties?.[key]?.default, key).to.deep.equal(value);
    }
    for (const [key, value] of Object.entries(HOST_DEFAULTS)) {
      expect(HOST.properties?.[key]?.default, key).to.deep.equal(value);
    }
  });

  it("tells editors the names that keys may have, and that one is needed", () => {
    const { hosts, profiles } = schema.properties ?? {};
    expect([hosts?.minProperties, profiles?.minProperties]).to.deep.equal([1, 1]);
    const name = new RegExp(profiles?.propertyNames?.pattern ?? "");
    expect(["coder", "default", "1x", "Coder", "root", "a.b"].map((key) => name.test(key))).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(hosts?.propertyNames?.pattern).to.equal("^[a-z0-9][a-z0-9._-]*$");
  });

  it("keeps placement, env and movedFrom out of the defaults", () => {
    const defaults = Object.keys(schema.properties?.defaults?.anyOf?.[0]?.properties ?? {});
    const profile = Object.keys(PROFILE?.properties ?? {});
    expect(profile.filter((key) => !defaults.includes(key))).to.deep.equal([
      "hosts",
      "movedFrom",
      "renamedFrom",
      "env",
      "config",
      "configFile",
      "soul",
      "directory",
      "skills",
      "profile",
      "profileFile",
      "delete",
    ]);
  });
});
