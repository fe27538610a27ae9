/** The first Ctrl-C stops after what is under way; a second one ends the process at once. */
export function stopOnSignal(): Disposable & { readonly signal: AbortSignal } {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: stopping.signal,
    [Symbol.dispose]: () => void process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop),
  };
}
