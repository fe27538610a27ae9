/** Conflicts with other processes that one command survives before its caller is told to come back later. */
const MOST_ATTEMPTS = 12;

/** Too many other writers on one stream: nothing was appended for it; sending the same again is safe. */
export class ContendedStreamError extends Error {
  override readonly name = 'ContendedStreamError';
}

/**
 * To be called before each attempt (from 1) to append to a stream. The first conflict is most often with an event's own
 * earlier sending; from the second on it is with other writers, and they get a random while to finish.
 * @throws ContendedStreamError when there have been enough.
 */
export async function beforeAttempt(attempt: number, stream: string): Promise<void> {
  if (attempt > MOST_ATTEMPTS)
    throw new ContendedStreamError(`Stream ${stream} is being written by others all the time. Send the event again.`);
  if (attempt < 3) return;
  const most = 2 ** Math.min(attempt, 8);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
