/** So many at one time, and no more: one who finds no place is refused and does not wait. */
export interface Limit {
  readonly most: number;
  readonly taken: number;
  /** How often there was none left. */
  readonly refusals: number;
  /** Gives the place back when called, once; undefined when there is none left. */
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
