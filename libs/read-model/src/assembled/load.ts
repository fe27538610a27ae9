import type { EntityManager } from 'typeorm';
import { openPage, talliesOf } from '../books/load-sums.js';
import { loadLines } from '../lines/load-lines.js';
import { loadMilestones } from '../milestones/load-milestones.js';
import { loadSites } from '../network/load-sites.js';
import { Plant } from '../places/places.entities.js';
import { Checkpoint } from '../projecting/projection/checkpoint.entity.js';
import { countUnresolved } from '../quarantine/load-entries.js';
import { loadSources } from '../sources/load-sources.js';
import type { Loaded } from './fold.js';

export async function loadRows(manager: EntityManager): Promise<Loaded> {
  const { ledgerId, timeZone } = await manager.findOneByOrFail(Checkpoint, { id: 1 });
  return {
    identity: { ledgerId: ledgerId ?? undefined, timeZone },
    plants: await manager.find(Plant),
    ...(await loadSites(manager)),
    lines: await loadLines(manager),
    milestones: await loadMilestones(manager),
    tallies: await talliesOf(manager),
    page: await openPage(manager),
    sources: await loadSources(manager),
    unresolved: await countUnresolved(manager),
  };
}
