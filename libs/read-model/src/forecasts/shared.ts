/** Work that many may wait for. `signal`: this one waits no longer. */
export type Shared<Result> = (signal?: AbortSignal) => Promise<Result>;

/**
 * Begins work that goes on for as long as anybody waits for it; `drop` is called, before anybody else can join, when it
 * failed or when all who waited have left. One without a signal waits to the end.
 */
export function shared<Result>(work: (gone: AbortSignal) => Promise<Result>, drop: () => void): Shared<Result> {
  const stopping = new AbortController();
  let waiting = 0;
  const result = work(stopping.signal);
  result.catch(drop);
  return async (signal) => {
    signal?.throwIfAborted();
    waiting += 1;
    const leave = (): void => {
      waiting -= 1;
      if (waiting > 0) return;
      drop();
      stopping.abort();
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await result;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  };
}
