/** Of the HTTP interface; the ledger's own version is another matter. */
export const VERSION = '1.0.0';
