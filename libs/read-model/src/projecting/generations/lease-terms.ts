/** How long a lease lasts without being renewed, and how often it is, in milliseconds. */
export interface LeaseTerms {
  readonly expiry: number;
  readonly renewal: number;
}

/** After a kill another process takes over within the expiry; a renewal may be missed twice. */
export const LEASE_TERMS: LeaseTerms = { expiry: 10_000, renewal: 3_000 };
