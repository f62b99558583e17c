import type { Sandbox } from "../machine/sandbox";
import { type Behaviour, behaviourOf } from "./behaviour";
import { readAssignments } from "./launch";
import type { Unit } from "./unit";

/** Exit status of a gateway whose port is taken, as Hermes has it. */
const PORT_TAKEN = 78;

/** Decides what each simulated service does. */
export class Behaviours {
  private readonly set = new Map<string, Behaviour>();
  private readonly ends = new Map<string, number>();
  private readonly ports = new Map<number, Unit>();

  constructor(private readonly sandbox: Sandbox) {}

  /** What a unit does from its next start on; the empty one makes it a well-behaved gateway again. */
  behave(unit: string, behaviour: Behaviour): void {
    this.set.set(unit, behaviour);
    this.ends.delete(unit);
  }

  /** The behaviour of a start that happens now; it takes the unit's ports. */
  begin(unit: Unit, program: string, environment: Readonly<Record<string, string>>): Behaviour {
    const behaviour = this.set.get(unit.name) ?? behaviourOf(this.sandbox, program);
    for (const port of behaviour.ports ?? this.portsFrom(environment)) {
      const holder = this.ports.get(port);
      if (holder && holder !== unit) {
        const says = `port ${port} on 127.0.0.1 is already in use`;
        return {
          ...behaviour,
          exitCode: PORT_TAKEN,
          afterMs: 20,
          prints: [...(behaviour.prints ?? []), says],
        };
      }
      this.ports.set(port, unit);
    }
    const ends = (this.ends.get(unit.name) ?? 0) + 1;
    this.ends.set(unit.name, ends);
    if (behaviour.times === undefined || ends <= behaviour.times) return behaviour;
    const { exitCode: _, ...lasting } = behaviour;
    return lasting;
  }

  /** The unit's process has ended. */
  end(unit: Unit): void {
    for (const [port, holder] of this.ports) if (holder === unit) this.ports.delete(port);
  }

  /** Nothing runs and nothing is asked of any unit. */
  clear({ keepBehaviours }: { keepBehaviours: boolean }): void {
    this.ports.clear();
    if (keepBehaviours) return;
    this.set.clear();
    this.ends.clear();
  }

  /** As Hermes: the profile's `.env` wins over the unit's environment. */
  private portsFrom(environment: Readonly<Record<string, string>>): number[] {
    const home = environment.HERMES_HOME;
    const dotenv = home === undefined ? {} : readAssignments(`${this.sandbox.path(home)}/.env`);
    const port = Number({ ...environment, ...dotenv }.API_SERVER_PORT);
    return Number.isInteger(port) && port > 0 ? [port] : [];
  }
}
