/**
 * Runs `work` on request, one run at a time, and pauses between runs: `least` gives the milliseconds from the start of
 * one run to the next, from how long it took. Requests meanwhile make one more run; one with 'at once' skips the pause.
 */
export function restingBetween(
  least: (took: number) => number,
  work: () => Promise<void>,
): (atOnce?: 'at once') => void {
  let [wanted, running] = [false, false];
  let wake: () => void = () => undefined;
  const run = async () => {
    running = true;
    while (wanted) {
      wanted = false;
      const started = Date.now();
      await work();
      const took = Date.now() - started;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.max(0, least(took) - took));
      });
    }
    running = false;
  };
  return (atOnce) => {
    wanted = true;
    if (atOnce) wake();
    if (!running) void run();
  };
}
