/**
 * Runs `work` when asked, one at a time, and rests between two runs: so many milliseconds from the start of one to the
 * next, given how long it took. What is asked meanwhile makes one more run; asked for at once, it waits for no rest.
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
