/** An event in quarantine: where it belongs, and the positions of the first and the last that was said of it. */
export interface KeptPlace {
  readonly eventId: string;
  readonly code: string;
  readonly stream: string;
  readonly since: bigint;
  readonly position: bigint;
}

/**
 * What is in quarantine as of a position, as a read model knows it: a start need not read the whole log for it. Each list is
 * in the order of the log.
 */
export interface KnownQuarantine {
  readonly through: bigint;
  /** Every id that is or was kept. */
  readonly ids: Iterable<string>;
  /** Those that wait there. */
  readonly waiting: readonly KeptPlace[];
  /** Refused by where their unit or line stood. */
  readonly refusedByLife: readonly KeptPlace[];
  /** Those that were settled last. */
  readonly settled: readonly KeptPlace[];
}
