export interface QuarantineEntry {
  readonly id: string;
  readonly state: string;
  readonly event: { readonly type: string; readonly source: string; readonly id: string; readonly data: unknown };
  readonly code: string;
  readonly detail: string;
  readonly firstSeenAt: string;
}

export interface Quarantine {
  readonly entries: readonly QuarantineEntry[];
  readonly next: string | null;
}

export interface Transfer {
  readonly position: string;
  readonly eventId: string;
  readonly cause: string;
  readonly vin: string;
  readonly kind: string;
  readonly amount: number;
  readonly plant: string;
  readonly model: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

export interface Explanation {
  readonly position: string;
  /** Of what depends on the time of asking. */
  readonly at?: string;
  readonly value: number;
  readonly transfers: readonly Transfer[];
  readonly next: string | null;
}

export interface HistoryEntry {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly position: string;
  readonly source: string;
  readonly id: string;
  readonly actor?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Unit {
  readonly vin: string;
  readonly model: string | null;
  readonly plant: string | null;
  readonly line: string | null;
  readonly state: string;
  readonly history: readonly HistoryEntry[];
  /** Null where these are all. */
  readonly next: string | null;
}
