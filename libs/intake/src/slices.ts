/** How long a request may use the thread before others get it, milliseconds. */
const SLICE = 10;

/**
 * Called between two pieces of work: yields the thread when it has worked for a slice since it last did. Otherwise,
 * with a body that pours in, Node delivers megabytes before anything else runs, as nothing ever piles up.
 */
export function breather(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        until = performance.now() + SLICE;
        resolve();
      });
    });
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
