/** Conflicts with other processes that one command tolerates before its caller must try again later. */
const MOST_ATTEMPTS = 12;

/** Too many other writers on one stream: nothing was appended for it; sending the same again is safe. */
export class ContendedStreamError extends Error {
  override readonly name = 'ContendedStreamError';
}

/**
 * To be called before each attempt (from 1) to append to a stream. The first conflict is most often with an earlier
 * sending of the same event; from the second on it is with other writers, and they get a random time to finish.
 * @throws ContendedStreamError when there were too many.
 */
export async function beforeAttempt(attempt: number, stream: string): Promise<void> {
  if (attempt > MOST_ATTEMPTS)
    throw new ContendedStreamError(`Stream ${stream} is being written by others all the time. Send the event again.`);
  if (attempt < 3) return;
  const most = 2 ** Math.min(attempt, 8);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
