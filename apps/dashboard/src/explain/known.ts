/** Whether an event was known at a moment, which is a position or an instant. */
export function knownThen(
  { position, recordedAt }: { readonly position: string; readonly recordedAt: string },
  asOf: string | undefined,
): boolean {
  if (asOf === undefined) return true;
  return /^\d+$/.test(asOf) ? BigInt(position) <= BigInt(asOf) : Date.parse(recordedAt) <= Date.parse(asOf);
}
