import type { Transfer } from './events.js';

export interface Projection {
  readonly p10: number;
  readonly p50: number;
  readonly p85: number;
  readonly probability: number;
}

export interface Target {
  readonly metric: 'produced' | 'delivered';
  readonly plant?: string;
  readonly model?: string;
  readonly first: number;
  readonly current: number;
  readonly value: number;
  readonly attainment: number | null;
  readonly state: string;
  readonly projected?: Projection | null;
  readonly haltBudgetMinutes?: number | null;
  readonly daysOfStock?: number | null;
}

export interface Counts {
  readonly produced: number;
  readonly delivered: number;
  readonly returned: number;
  readonly scrapped: number;
  readonly netDelivered: number;
}

/** What changed after a month's publication, by figure. */
export interface Restatement {
  readonly published?: Partial<Counts>;
  readonly current?: Partial<Counts>;
  readonly difference?: Partial<Counts>;
}

export interface MonthRow extends Counts {
  readonly month: string;
  readonly targets: readonly Target[];
  readonly restatement?: Restatement | null;
}

export interface MonthlyTotals {
  readonly position: string;
  readonly at: string;
  readonly rows: readonly MonthRow[];
}

export interface DayRow extends Counts {
  readonly date: string;
}

export interface DailyTotals {
  readonly position: string;
  readonly rows: readonly DayRow[];
}

/** A month's books: what was published and what is known. */
export interface MonthBooks {
  readonly position: string;
  readonly state: string;
  readonly published: (Counts & { readonly position: string }) | null;
  readonly current: Counts;
  readonly restatements: readonly {
    readonly plant: string;
    readonly model: string;
    readonly figure: string;
    readonly published: number;
    readonly current: number;
    readonly difference: number;
    readonly events: readonly Transfer[];
    readonly eventCount: number;
  }[];
  readonly history: readonly {
    readonly type: string;
    readonly position: string;
    readonly recordedAt: string;
    readonly reason: string | null;
  }[];
}

/** A figure that changed, before and after. */
export interface Change {
  readonly of: string;
  readonly figure: string;
  readonly month?: string;
  readonly plant?: string;
  readonly line?: string;
  readonly model?: string;
  readonly milestone?: string;
  readonly before: number | string | null;
  readonly after: number | string | null;
  readonly events: number;
}

export interface Changes {
  readonly position: string;
  readonly since: string;
  readonly changes: readonly Change[];
  readonly count: number;
}
