import type { GatewayPlan } from "../../../provider/core/plan/fleet-plan";

/** What a set of gateways shows after a boot. */
export type ProofKind = "planned" | "clique" | "graph" | "missing";

/** The claims in their order, each with the letter under which it is reported. */
export const CLAIMS: Readonly<Record<ProofKind, { readonly letter: string; readonly claim: string }>> = {
  planned: { letter: "a", claim: "any graph, as planned: exactly the planned gateways run" },
  clique: { letter: "b", claim: "clique, any of it enabled: exactly the highest enabled gateway runs" },
  graph: {
    letter: "c",
    claim: "any graph, any of it enabled: no two neighbours run, the highest among neighbours does",
  },
  missing: {
    letter: "d",
    claim: "a planned gateway without its program: the others run, nobody takes its place",
  },
};

/** Gateways of which some exclude each other, with names and ports that no other set has. */
export interface ProofSet {
  /** Begins the names of its gateways: `s07`. */
  readonly name: string;
  readonly kind: ProofKind;
  /** In the host's order as it is drawn: priority, higher first, then name. */
  readonly members: readonly ProofMember[];
  /** What the plan says of the set before anything is installed. */
  readonly explanation: string;
}

/** One gateway of a {@link ProofSet}. */
export interface ProofMember {
  readonly profileKey: string;
  readonly unitName: string;
  readonly gateway: GatewayPlan;
  /** Profile keys of those that exclude it, as they are drawn and not as the plan sees them. */
  readonly neighbours: readonly string[];
  /** Where it listens: a port of its own, and one for each neighbour, which listens there too. */
  readonly ports: readonly number[];
  /** Whether a boot is to start it. */
  readonly enabled: boolean;
  /** Whether its program is not on the machine. */
  readonly missing: boolean;
}
