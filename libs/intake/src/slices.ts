/** How long a request keeps the others from theirs, milliseconds. */
const SLICE = 10;

/**
 * Between two pieces of work: lets the others have their turn where this thread has worked for a slice since it last did.
 * Of a body that pours in, Node else hands over megabytes before anybody else is heard, as nothing ever piles up.
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

/** What each of many items gives; the others get their turn in between. */
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
