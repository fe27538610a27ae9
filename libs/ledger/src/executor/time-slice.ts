/** How long a batch may be decided before others get their turn, milliseconds. */
const SLICE = 10;

/** A slice of the thread's time: whether it is over. */
export function timeSlice(): () => boolean {
  const end = performance.now() + SLICE;
  return () => performance.now() >= end;
}

/** Lets others have their turn. */
export function nextTurn(): Promise<void> {
  return new Promise(setImmediate);
}
