/** Something that happens once, for others to wait for. */
export class Signal {
  /** Resolves when it has happened. */
  readonly given: Promise<void>;
  private resolve: (() => void) | undefined;
  private happened = false;

  constructor() {
    this.given = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  get isGiven(): boolean {
    return this.happened;
  }

  /** Makes it happen; again, nothing. */
  give(): void {
    this.happened = true;
    this.resolve?.();
  }
}
