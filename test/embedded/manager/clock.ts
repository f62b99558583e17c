/** Microseconds since the machine's last boot. */
export class Clock {
  private booted = process.hrtime.bigint();

  now(): number {
    return Number((process.hrtime.bigint() - this.booted) / 1000n);
  }

  restart(): void {
    this.booted = process.hrtime.bigint();
  }
}
