/** Room for so many at one time. */
export interface Room {
  readonly most: number;
  readonly taken: number;
  /** How often there was none left. */
  readonly refusals: number;
  /** Gives the place back when called, once; undefined when there is none left. */
  enter(): (() => void) | undefined;
}

export function createRoom(most: number): Room {
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
