/** How long a batch may be decided before others get the thread, milliseconds. */
const SLICE = 10;

/** A slice of the thread's time: returns whether it is over. */
export function timeSlice(): () => boolean {
  const end = performance.now() + SLICE;
  return () => performance.now() >= end;
}

export function nextTurn(): Promise<void> {
  return new Promise(setImmediate);
}
