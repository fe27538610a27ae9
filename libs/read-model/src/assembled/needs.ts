import type { ReadEvent } from '../projecting/projection/read-event.js';

/**
 * The rows, besides those held in memory, to read before these events are projected. A unit whose stream begins among them has no row. While nothing
 * is in quarantine (`unresolved` is 0), entries are looked up only for the quarantine's own events.
 */
export function needsOf(
  events: readonly (ReadEvent | undefined)[],
  unresolved: number,
  isHeld: (vin: string) => boolean,
) {
  const vins = new Set<string>();
  const begun = new Set<string>();
  const quarantined = new Set<string>();
  const anyQuarantined = unresolved > 0;
  for (const read of events) {
    if (!read) continue;
    if (read.kind === 'quarantine') {
      quarantined.add(read.event.data.eventId);
      continue;
    }
    if (anyQuarantined) quarantined.add(read.event.eventId);
    if (read.kind !== 'unit') continue;
    const { event } = read;
    const { vin } = event.data;
    if (event.revision === 0) begun.add(vin);
    else if (!begun.has(vin) && !isHeld(vin)) vins.add(vin);
    if (event.type === 'UnitFactParked') quarantined.add(event.data.fact.eventId);
    if (event.type === 'UnitParkedFactSettled') quarantined.add(event.data.parked);
  }
  return { vins, quarantined };
}
