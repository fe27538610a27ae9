/** At most this many at a time: one that finds no place is refused and does not wait. */
export interface Limit {
  readonly most: number;
  readonly taken: number;
  /** How often no place was left. */
  readonly refusals: number;
  /** Takes a place; the function it returns gives the place back, once. Undefined when none is left. */
  enter(): (() => void) | undefined;
}

export function createLimit(most: number): Limit {
  let [taken, refusals] = [0, 0];
  return {
    most,
    get taken() {
      return taken;
    },
    get refusals() {
      return refusals;
    },
    enter() {
      if (taken >= most) {
        refusals += 1;
        return undefined;
      }
      taken += 1;
      let isIn = true;
      return () => {
        if (isIn) taken -= 1;
        isIn = false;
      };
    },
  };
}
