import type { PublishedMonth } from '@plant-ledger/domain';

/** Injection token of a `MonthClosing`. */
export const MONTH_CLOSING = Symbol('MONTH_CLOSING');

/** What closing a month needs besides the month's own stream; provided by the application that has a read model. */
export interface MonthClosing {
  /** The ledger's clock, milliseconds since 1970 UTC: a month must have ended by it. */
  readonly now: () => number;
  /**
   * The time zones of the plants and sites that are registered at the log's head at the time of the call; never none.
   * @throws MonthFiguresBehindError when the read model, which knows them, does not get there in time.
   */
  readonly zonesInUse: () => Promise<readonly string[]>;
  /**
   * The month's figures from a read model that has reached the log's head at the time of the call, or gone further.
   * @throws MonthFiguresBehindError when it does not get there in time.
   */
  readonly figures: (month: string) => Promise<PublishedMonth>;
}

/** The figures to publish are not there yet. Nothing was appended for the month; sending the same again is safe. */
export class MonthFiguresBehindError extends Error {
  override readonly name = 'MonthFiguresBehindError';
}

/** For dry runs: what they decide is never appended, so no figures are needed. */
export function dryMonthClosing({ now, zonesInUse }: Pick<MonthClosing, 'now' | 'zonesInUse'>): MonthClosing {
  return { now, zonesInUse, figures: () => Promise.resolve({ position: '-1', chain: '', totals: [], downtime: [] }) };
}
