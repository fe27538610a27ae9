/** Clients that read the log, at most so many at a time: one that finds no place is refused and does not wait. */
export class LogReaders {
  taken = 0;
  /** How often no place was left. */
  refusals = 0;

  constructor(readonly most: number) {}

  /** Takes a place; the function it returns gives the place back, once. Undefined when none is left. */
  enter(): (() => void) | undefined {
    if (this.taken >= this.most) {
      this.refusals += 1;
      return undefined;
    }
    this.taken += 1;
    let isIn = true;
    return () => {
      if (isIn) this.taken -= 1;
      isIn = false;
    };
  }
}
