import { once } from 'node:events';

/** Nothing is left running when the run is over. */
export default async function tidyUp() {
  const keeper = globalThis.postgresKeeper;
  if (!keeper) return;
  keeper.ref();
  const gone = once(keeper, 'exit');
  keeper.stdin.end();
  await gone;
}
