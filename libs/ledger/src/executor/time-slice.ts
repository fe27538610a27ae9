/** How long one piece of work may use the thread before others get it, milliseconds. */
const SLICE = 10;

/** A slice of the thread's time: returns whether it is over. */
export function timeSlice(): () => boolean {
  const end = performance.now() + SLICE;
  return () => performance.now() >= end;
}

export function nextTurn(): Promise<void> {
  return new Promise(setImmediate);
}

/**
 * Called between two pieces of work: yields the thread when it has worked for a slice since it last did. Otherwise,
 * with a body that pours in, Node delivers megabytes before anything else runs, as nothing ever piles up.
 */
export function breather(): () => Promise<void> | undefined {
  let isSliceOver = timeSlice();
  return () => {
    if (!isSliceOver()) return undefined;
    return nextTurn().then(() => void (isSliceOver = timeSlice()));
  };
}

/** Maps many items; other work gets the thread in between. */
export async function inSlices<Item, Given>(
  items: readonly Item[],
  each: (item: Item, index: number) => Given,
): Promise<Given[]> {
  const given: Given[] = [];
  const breathe = breather();
  for (const [index, item] of items.entries()) {
    given.push(each(item, index));
    const turn = breathe();
    if (turn) await turn;
  }
  return given;
}
