import { TestEngine } from "../engine";
import type { EngineOptions } from "../model/options";
import type { EngineResult, ProviderCall } from "../model/result";
import { project, type TestProject } from "../replay/project";
import { isAboutResource } from "../replay/recorded-order";
import { MemoryState } from "../state/store";

/** A provider whose answers are steered by environment variables: lists of names, or a value. */
const PROVIDER = `
const named = (variable, name) => (process.env[variable] ?? "").split(",").includes(name);
const partly = (id, inputs) =>
  Object.assign(new Error("lost"), { id, properties: { ...inputs, state: "bad" }, reasons: ["only half done"] });
exports.thing = {
  async check(olds, { moved, ...news }) {
    const text = news.spec === undefined ? {} : { text: JSON.stringify(news.spec) };
    return { inputs: { ...news, ...text, ...(moved === undefined ? {} : { elsewhere: moved }) }, failures: [] };
  },
  async diff(id, olds, news) {
    const changes = { true: true, false: false }[process.env.DIFF];
    return { changes, replaces: olds.key === news.key ? [] : ["key"], deleteBeforeReplace: !!process.env.FIRST };
  },
  async create(inputs) {
    if (named("BROKEN", inputs.name)) throw new Error("cannot create");
    if (named("PARTLY", inputs.name)) throw partly(inputs.name, inputs);
    return { id: inputs.name + "-" + inputs.key, outs: { ...inputs, state: "ok", made: "by create" } };
  },
  async update(id, olds, news) {
    if (process.env.SLOW) await new Promise((done) => setTimeout(done, Number(process.env.SLOW)));
    if (named("PARTLY", news.name)) throw partly(id, news);
    return { outs: { ...news, state: "ok", made: "by update" } };
  },
  async read(id, props) { return { id, props }; },
  async delete(id) { if (named("STUCK", id)) throw new Error("cannot delete"); },
};`;

const CLASS = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.CustomResource {
  constructor(name, args, options) {
    const provider = 'exports.handler=()=>require("things").thing;';
    const outputs = { state: undefined, made: undefined, text: undefined };
    super("pulumi-nodejs:dynamic/test:Thing", name, { key: "1", ...args, name, ...outputs, __provider: provider }, options);
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name, options) { super("test:index:Group", name, {}, options); }
}
`;

/** One stack of things, to which one program after the other is applied. */
export class Things {
  readonly state = new MemoryState();
  private readonly project: TestProject;
  private program = "";

  constructor() {
    const manifest = JSON.stringify({ name: "things", version: "1.0.0", main: "index.js" });
    this.project = project({
      "node_modules/things/index.js": PROVIDER,
      "node_modules/things/package.json": manifest,
    });
  }

  /** Makes this the program: statements that may use `pulumi`, `Thing` and `Group`. */
  write(program: string): this {
    this.program = program;
    return this;
  }

  /** An engine for the present program. */
  engine(options: Partial<EngineOptions> = {}): TestEngine {
    this.project.write("index.js", CLASS + this.program);
    const { dir } = this.project;
    return new TestEngine({
      projectDir: dir,
      projectName: "things",
      main: "index.js",
      state: this.state,
      ...options,
    });
  }

  /** Updates to this program; `env` steers the provider. */
  up(program: string, env: Record<string, string> = {}): Promise<EngineResult> {
    return this.write(program).engine({ env }).up();
  }

  /** Previews this program. */
  preview(program: string, env: Record<string, string> = {}): Promise<EngineResult> {
    return this.write(program).engine({ env }).preview();
  }

  /** The stored resource of this name. */
  stored(name: string) {
    const { resources } = this.engine().exportState().deployment;
    return resources.find(({ urn }) => urn.endsWith(`::${name}`));
  }

  /** Removes the project. */
  remove(): void {
    this.project.remove();
  }
}

/** The calls about resources as `Method name`. */
export function callsOf(result: EngineResult): string[] {
  return result.calls.filter(isAboutResource).map(({ method, name }) => `${method} ${name}`);
}

/** The only call of this method about this resource. */
export function callOf(result: EngineResult, method: string, name: string): ProviderCall {
  const [call, ...more] = result.calls.filter((c) => c.method === method && c.name === name);
  if (call === undefined || more.length > 0) throw new Error(`${method} ${name}: not called exactly once`);
  return call;
}

/** What was done to the resource of this name. */
export function opsOf(result: EngineResult, name: string): string[] {
  return result.steps.filter((step) => step.name === name).map(({ op }) => op);
}

/** The URN of a thing below nothing. */
export function thingUrn(name: string): string {
  return `urn:pulumi:dev::things::pulumi-nodejs:dynamic/test:Thing::${name}`;
}
