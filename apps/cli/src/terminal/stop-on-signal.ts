/** The first Ctrl-C stops after what is under way; a second one ends the process at once. */
export function stopOnSignal(): { readonly signal: AbortSignal; forget(): void } {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: stopping.signal,
    forget: () => void process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop),
  };
}
