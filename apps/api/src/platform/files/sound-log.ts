import { LogDamagedError, type EventStore } from '@plant-ledger/event-store';

/**
 * Reads a log and interprets it: what cannot be interpreted there cannot have been written. @throws LogDamagedError.
 */
export async function soundLog<T>(
  { description }: Pick<EventStore, 'description'>,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new LogDamagedError(description, error.message, { cause: error });
    throw error;
  }
}
