import type { Replayed } from '@plant-ledger/read-model';
import { table } from '../terminal/table.js';
import { grouped, printable } from '../terminal/words.js';

/** A replay for a person: where it ended, its totals, and its digests. */
export function replayText(replayed: Replayed): string {
  const { position, monthlyTotals, milestones, downtime, network, digest, chain, stopped } = replayed;
  const months = monthlyTotals.map(({ month, plant, model, produced, delivered, returned, scrapped }) => [
    month,
    plant,
    model,
    ...[produced, delivered, returned, scrapped].map(grouped),
  ]);
  const goals = milestones.map(({ id, value, target, due, firstReachedAt, withdrawn }) => [
    id,
    grouped(value),
    grouped(target),
    due,
    withdrawn ? 'withdrawn' : (firstReachedAt ?? ''),
  ]);
  const stops = downtime.map(({ month = '', plant = '', line = '', minutes, halts }) => [
    month,
    plant,
    line,
    grouped(Math.round(minutes)),
    grouped(halts),
  ]);
  const parts = [
    stopped
      ? `The replay stopped before ${stopped.type} at position ${stopped.position} (stream ${stopped.stream}): ${stopped.reason}`
      : '',
    `As of position ${position === '0' ? 'none: there are no events yet' : position}, from the log alone:`,
    table(['month', 'plant', 'model', 'produced', 'delivered', 'returned', 'scrapped'], months),
    goals.length > 0 ? table(['milestone', 'value', 'target', 'due', 'first reached'], goals) : '',
    stops.length > 0 ? table(['month', 'plant', 'line', 'stopped min', 'stops'], stops) : '',
    `Open: ${network.sales} sales outlets, ${network.service} service centers, ${network.delivery} delivery centers in ${network.cities} cities.`,
    `chain   ${chain}\ndigest  ${digest.all ?? ''}`,
  ];
  return `${parts
    .filter((part) => part !== '')
    .map(eachPrintable)
    .join('\n\n')}\n`;
}

function eachPrintable(part: string): string {
  return part.split('\n').map(printable).join('\n');
}
