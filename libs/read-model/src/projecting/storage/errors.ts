import { isDamage } from '@plant-ledger/event-store';

/** The configuration names no read model that this version can open. */
export class ReadModelRequestError extends Error {
  override readonly name = 'ReadModelRequestError';
}

/** Files of the read model are not as they were written. Nothing is lost: it is made again from the log. */
export class ReadModelDamagedError extends Error {
  override readonly name = 'ReadModelDamagedError';

  constructor(readModel: string, reason: string, options?: ErrorOptions) {
    super(
      `The read model ${readModel} is damaged (${reason}). Nothing is lost: a running service makes it again from the log by itself, and so does "ledger rebuild".`,
      options,
    );
  }
}

/** The read model's database does not answer; the same may be tried later. */
export class ReadModelUnavailableError extends Error {
  override readonly name = 'ReadModelUnavailableError';
}

/** Whether what was read cannot have been written: the file's pages are damaged, or a value is. */
export function isUnreadable(error: unknown): boolean {
  if (isDamage(error) || error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof SyntaxError || (error instanceof Error && error.name === 'EntityNotFoundError');
}
