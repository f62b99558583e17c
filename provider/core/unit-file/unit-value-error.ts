/** A value that a unit file cannot express, or a text in one that systemd would not accept. */
export class UnitValueError extends Error {
  /** What to do about it. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "UnitValueError";
    this.remedy = remedy;
  }
}
