/** Runs `work` when asked, one at a time and at most once in `milliseconds`; a request meanwhile makes one more run. */
export function atMostOnceEvery(milliseconds: number, work: () => Promise<void>): () => void {
  let [wanted, running] = [false, false];
  const run = async () => {
    running = true;
    while (wanted) {
      wanted = false;
      const started = Date.now();
      await work();
      const rest = milliseconds - (Date.now() - started);
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
    running = false;
  };
  return () => {
    wanted = true;
    if (!running) void run();
  };
}
