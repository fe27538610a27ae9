import type { Change } from '@plant-ledger/contract';
import { formatPosition, type Position } from '@plant-ledger/event-store';
import { formatInstant } from '../asking/wire.js';

/** What is compared: figures as they were known at `since`, and at `until`. */
export interface Between {
  readonly since: Position;
  readonly until: Position;
  /** The time of asking for both, milliseconds since 1970 UTC, so that only recorded events make a difference. */
  readonly at: number;
}

/** A change, or a function that describes it: of very many, only those of one page are described. */
export type Listed = Change | (() => Change);

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** A path with those parameters that have a value. */
export function linkTo(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return `${path}?${query.toString()}`;
}

/** The explanation of how a figure that depends on the time of asking changed. */
export function explanationOf(between: Between, parameters: Parameters): string {
  return bookedExplanationOf(between, { ...parameters, at: formatInstant(between.at) });
}

/** The explanation of how a balance changed, whatever the time of asking. */
export function bookedExplanationOf({ since, until }: Between, parameters: Parameters): string {
  return linkTo('/v1/explain', { ...parameters, since: formatPosition(since), asOf: formatPosition(until) });
}
