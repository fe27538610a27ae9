/** Limits the appends, and their bytes, that are under way at once; the others wait their turn. */
export function gate(most: { readonly appends: number; readonly characters: number }) {
  const waiting: { readonly characters: number; readonly enter: () => void }[] = [];
  let appends = 0;
  let characters = 0;

  const hasRoomFor = (more: number): boolean =>
    appends === 0 || (appends < most.appends && characters + more <= most.characters);
  const take = (more: number): void => {
    appends += 1;
    characters += more;
  };
  const leave = (less: number): void => {
    appends -= 1;
    characters -= less;
    for (let next = waiting[0]; next && hasRoomFor(next.characters); next = waiting[0]) {
      waiting.shift();
      take(next.characters);
      next.enter();
    }
  };

  return {
    async pass<T>(size: number, work: () => Promise<T>): Promise<T> {
      if (waiting.length === 0 && hasRoomFor(size)) take(size);
      else await new Promise<void>((enter) => waiting.push({ characters: size, enter }));
      try {
        return await work();
      } finally {
        leave(size);
      }
    },
  };
}
