import { formatPosition, type Position } from '@plant-ledger/event-store';

/** How answers format values. */

/** RFC 3339, UTC, with milliseconds. `instant` is milliseconds since 1970 UTC. */
export function formatInstant(instant: number): string;
export function formatInstant(instant: number | null): string | null;
export function formatInstant(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** The same with the time of asking, milliseconds since 1970 UTC. */
export function asOfAt(
  snapshot: { readonly position: Position },
  { asOf, at }: { readonly asOf?: Position | undefined; readonly at: number },
) {
  return { position: asOfPosition(snapshot, asOf), at: formatInstant(at) };
}

/** The position that an answer is as of: the one asked for, else the snapshot's. */
export function asOfPosition(snapshot: { readonly position: Position }, asOf: Position | undefined): string {
  return formatPosition(asOf ?? snapshot.position);
}
