export const CHECKS = ['log', 'chain', 'read-model', 'books', 'months', 'ids'] as const;
export type Check = (typeof CHECKS)[number];

export interface Finding {
  readonly check: Check;
  /** For a person: what is wrong, and where. */
  readonly sentence: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface VerifyReport {
  readonly ledgerId: string | null;
  readonly eventStore: string;
  readonly readModel: string;
  readonly generation: string;
  /** Everything up to here was checked, decimal digits. */
  readonly position: string;
  /** The hash chain's link there, from the log: lower-case hex. */
  readonly chain: string;
  /** The digest of all tables, from the log: lower-case hex. */
  readonly digest: string;
  /** `ok` is null for what was not checked, since an earlier check failed, or another version made the read model. */
  readonly checks: readonly { readonly check: Check; readonly ok: boolean | null }[];
  readonly findings: readonly Finding[];
  /** What an operator should know after a change of the rules, though nothing is wrong. A sentence each. */
  readonly notes: readonly string[];
}
