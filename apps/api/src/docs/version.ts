/** The version of the HTTP interface, not of the ledger. */
export const VERSION = '1.0.0';
