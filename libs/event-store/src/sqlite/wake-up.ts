export type WakeUp = ReturnType<typeof wakeUp>;

/** Lets followers of a log sleep until there may be something new. */
export function wakeUp() {
  const sleepers = new Set<() => void>();
  return {
    ring(): void {
      for (const wake of sleepers) wake();
    },
    /** Sleeps until the next ring, the signal's abort, or the time limit in milliseconds. */
    sleep: (signal: AbortSignal, limit?: number): Promise<void> =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          clearTimeout(timer);
          resolve();
        };
        const timer = limit === undefined ? undefined : setTimeout(wake, limit);
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
      }),
  };
}
