/**
 * What reads take, once a request is validated. Positions are 64-bit integers, times milliseconds since 1970 UTC; months
 * are `YYYY-MM`, dates `YYYY-MM-DD`.
 */

export interface AsOf {
  /** As it was known at this position; default: now. */
  readonly asOf?: bigint | undefined;
}

export interface Moment extends AsOf {
  /** The time of asking: what occurs from then on does not count yet, and halts that are open then last until then. */
  readonly at: number;
}

export interface Since {
  /** Only what changed after this position: a figure is the difference to its value there. */
  readonly since?: bigint | undefined;
}

export interface Page<After = number> {
  /** `next` of the page before: how many were listed, or the last one's position or name. */
  readonly after?: After | undefined;
  readonly limit: number;
}

/** Months or dates, both included. */
export interface Periods {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Plants and models by which totals are filtered and grouped. Undefined means all of them. */
export interface Scope {
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
}

export const UNIT_GROUPS = ['plant', 'model'] as const;
export type UnitGroup = (typeof UNIT_GROUPS)[number];

export interface GroupedUnits extends Scope {
  readonly groupBy: readonly UnitGroup[];
}

export interface LineScope {
  readonly plant?: string | undefined;
  readonly line?: string | undefined;
}

export interface Cancelled {
  /** Aborts when the client disconnects: nothing more is computed. */
  readonly signal?: AbortSignal | undefined;
}
