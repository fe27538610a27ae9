/** An event in quarantine: its stream, and the positions of the first and the last record of it. */
export interface KeptPlace {
  readonly eventId: string;
  readonly code: string;
  readonly stream: string;
  readonly since: bigint;
  readonly position: bigint;
}

/**
 * The content of the quarantine as of a position, from a read model, so that a start need not read the whole log. Each
 * list is in the order of the log.
 */
export interface KnownQuarantine {
  readonly through: bigint;
  /** Every id that is or was kept. */
  readonly ids: Iterable<string>;
  readonly waiting: readonly KeptPlace[];
  /** Refused because of the state of their unit or line. */
  readonly refusedByLife: readonly KeptPlace[];
  readonly settled: readonly KeptPlace[];
}
