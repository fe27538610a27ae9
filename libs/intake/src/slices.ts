/** How long a request keeps the others from theirs, milliseconds. */
const SLICE = 10;

/** What each of many items gives; the others get their turn in between. */
export async function inSlices<Item, Given>(
  items: readonly Item[],
  each: (item: Item, index: number) => Given,
): Promise<Given[]> {
  const given: Given[] = [];
  let until = performance.now() + SLICE;
  for (const [index, item] of items.entries()) {
    given.push(each(item, index));
    if (performance.now() < until) continue;
    await new Promise(setImmediate);
    until = performance.now() + SLICE;
  }
  return given;
}
