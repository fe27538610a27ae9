import { IsNull } from 'typeorm';
import type { Snapshot } from '../../asking/snapshot.js';
import { formatInstant } from '../../asking/wire.js';
import { HaltRow, LineFactRow } from '../../lines/lines.entities.js';

/**
 * Halts that are open and began at the instant of a resumption that names none: the rules before version 2 let it end
 * them, and refused what resumed them. A sentence each.
 */
export async function reopenedStops({ manager }: Snapshot): Promise<string[]> {
  const notes: string[] = [];
  const open = await manager.find(HaltRow, {
    where: { toPosition: IsNull(), endedAt: IsNull() },
    order: { plant: 'ASC', line: 'ASC', startedAt: 'ASC', eventId: 'ASC' },
  });
  for (const { plant, line, halt, startedAt } of open) {
    const ended = await manager.findOneBy(LineFactRow, {
      plant,
      line,
      type: 'LineResumed',
      halt: IsNull(),
      occurredAt: startedAt,
      voided: false,
    });
    if (!ended) continue;
    notes.push(
      `Line ${line} of ${plant} stands still since ${formatInstant(startedAt)} (halt ${halt}). Resumption ${ended.eventId} of that instant names no halt, so it ended what began before; ` +
        'the rules before version 2 let it end this halt too. If the line ran again since, retry the resumptions refused as not-halted; where there are none, as of a stop of no length, send a new LineResumed.',
    );
  }
  return notes;
}
