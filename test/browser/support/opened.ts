interface Closable {
  close(): Promise<void>;
}

/** What tests have opened. */
export interface Opened {
  /** Remembers what is being opened, and hands it on. */
  keep<T extends Closable>(opening: Promise<T>): Promise<T>;
}

/** After each test, or after all, what was opened is closed, the last first, whatever has failed before or fails in between. */
export function closedBy(hook: typeof afterAll): Opened {
  const opened: Closable[] = [];
  hook(async () => {
    const failures: unknown[] = [];
    for (const each of opened.splice(0).toReversed())
      await each.close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0)
      throw new AggregateError(failures, `Not all was closed: ${failures.map(String).join('; ')}`);
  });
  return {
    async keep(opening) {
      const one = await opening;
      opened.push(one);
      return one;
    },
  };
}
