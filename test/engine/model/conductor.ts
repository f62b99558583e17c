import type { ProviderCall } from "./result";

/**
 * Decides what in a real run is decided by the network and the scheduler: which of several
 * independent registrations is seen first, and how long a provider call takes. It can only hold
 * something back, never let anything happen early.
 */
export interface Conductor {
  /** Resolves when the registration of this URN may enter the engine. */
  admit(urn: string): Promise<void>;
  /** Told of each call as it is sent. */
  started(call: ProviderCall): void;
  /** Resolves when the answer of this call may reach the engine. */
  deliver(call: ProviderCall): Promise<void>;
}
