import { withoutUnprintable } from '@plant-ledger/domain';

/** `12,345`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

/** Bytes as `12.3 MB`, megabytes of 1,000,000 bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Milliseconds as `4.2 s` or `3 min 10 s`. */
export function seconds(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const whole = Math.round(milliseconds / 1_000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * On one line and without characters that move a terminal's cursor or reverse the text: texts come from files and
 * servers.
 */
export function printable(text: string): string {
  return withoutUnprintable(text.replaceAll('\n', ' ')).toWellFormed();
}
