/** At most so much at once: calls of the record, or bytes in memory. Those who wait are served in order. */
export class Limiter {
  private used = 0;
  private readonly limit: number;
  private readonly waiting: { need: number; go: () => void }[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Runs `work` when `need` fits; something larger than the limit runs alone. */
  async run<T>(need: number, work: () => Promise<T>): Promise<T> {
    if (this.waiting.length > 0 || !this.fits(need)) {
      await new Promise<void>((go) => this.waiting.push({ need, go }));
    } else this.used += need;
    try {
      return await work();
    } finally {
      this.used -= need;
      this.next();
    }
  }

  private fits(need: number): boolean {
    return this.used === 0 || this.used + need <= this.limit;
  }

  private next(): void {
    for (let first = this.waiting[0]; first && this.fits(first.need); first = this.waiting[0]) {
      this.waiting.shift();
      this.used += first.need;
      first.go();
    }
  }
}
