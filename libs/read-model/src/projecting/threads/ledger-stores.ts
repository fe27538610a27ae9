/** What a thread needs to open stores of its own: of the log, which it only reads, and of the read model. */
export interface LedgerStores {
  readonly eventStore: string;
  readonly streamPrefix: string;
  readonly readModel: string;
}
