export interface PathDay {
  readonly date: string;
  readonly p10: number;
  readonly p50: number;
  readonly p85: number;
}

/** A capacity that no whole day has shown yet. */
export interface Assumption {
  readonly plant?: string;
  readonly unitsPerMonth: number;
  readonly effectiveFrom: string;
  readonly eventId?: string;
}

export interface Forecast {
  readonly p10: string | null;
  readonly p50: string | null;
  readonly p85: string | null;
  readonly runRate: string | null;
  readonly daysAheadP50: number | null;
  readonly daysAheadP85: number | null;
  readonly probabilityByDue: number | null;
  readonly requiredPerDay: number | null;
  readonly pacePerDay: number | null;
  readonly withoutAssumptions: {
    readonly p50: string | null;
    readonly p85: string | null;
    readonly daysAheadP50: number | null;
  } | null;
  readonly path?: readonly PathDay[];
  readonly method?: string;
  readonly assumptions?: readonly Assumption[];
  readonly backtest?: 'untested' | { readonly tested: number; readonly held: number };
  readonly notes?: readonly string[];
}

export interface Revision {
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  readonly target: number;
  readonly due: string;
  readonly reason: string | null;
  readonly occurredAt: string;
}

export interface Milestone {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly plant?: string;
  readonly model?: string;
  readonly target: number;
  readonly due: string;
  readonly value: number;
  readonly remaining: number;
  readonly progress: number | null;
  readonly state: string;
  readonly firstReached: { readonly occurredAt: string; readonly eventId: string } | null;
  readonly forecast: Forecast | null;
  readonly revisions: readonly Revision[];
  /** Null where these are all. */
  readonly nextRevisions: string | null;
}

export interface Milestones {
  readonly position: string;
  readonly at: string;
  readonly milestones: readonly Milestone[];
}
