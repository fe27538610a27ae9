/** What verifying looks at, in the order in which it is looked at. */
export const CHECKS = ['log', 'chain', 'read-model', 'books', 'months', 'ids'] as const;
export type Check = (typeof CHECKS)[number];

/** Something that is not as it must be. */
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
  /** Everything up to here was looked at, decimal digits. */
  readonly position: string;
  /** Of the hash chain there, as the log gives it: lower-case hex. */
  readonly chain: string;
  /** Of all tables, as the log gives them: lower-case hex. */
  readonly digest: string;
  /** `ok` is null for what was not looked at, since what stands before it was not as it must be, or another version made the read model. */
  readonly checks: readonly { readonly check: Check; readonly ok: boolean | null }[];
  readonly findings: readonly Finding[];
  /** What an operator should know after a change of the rules, and is nothing wrong. A sentence each. */
  readonly notes: readonly string[];
}
