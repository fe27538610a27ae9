/** What a source states of an event besides its type and data. */
export interface Statement {
  /** When it happened, milliseconds since 1970 UTC. */
  readonly occurredAt: number;
  readonly source: string;
  readonly id: string;
  readonly eventId: string;
  /** SHA-256 of type, instant and data: equal content, equal hash. */
  readonly hash: string;
  readonly actor?: string | undefined;
  readonly correlation?: string | undefined;
  /** The source's own sequence number, where it sends one. */
  readonly sequence?: string | undefined;
  /** Who delivered it, as the ledger knows them: `key:…`, `oidc:…`, `cli`; absent where the ledger was open to all. */
  readonly by?: string | undefined;
  /** The plants of which whoever delivers it may report, where these are not all. Judged when it comes, and not kept. */
  readonly ofPlants?: readonly string[] | undefined;
}
