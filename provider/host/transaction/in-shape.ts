import type { Host } from "../host.js";
import { HostError } from "../host-error.js";
import { MalformedAnswer } from "./result-reader.js";

/** Does what reads a machine's answer. @throws HostError `answer-malformed` in the place of `MalformedAnswer` */
export function inShape<T>(host: Host, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) throw error;
    throw new HostError("answer-malformed", {
      host: host.label,
      message: `the machine's answer has not the form that it must have: ${error.message}; nothing of it was used`,
      remedy:
        "log in with the same account and look whether its shell or a ForceCommand prints or changes anything; a machine that still answers so is not to be trusted. What was begun there goes on or is put back by itself",
      cause: error,
    });
  }
}
