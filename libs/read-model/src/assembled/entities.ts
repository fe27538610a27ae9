import * as books from '../books/books.entities.js';
import * as lines from '../lines/lines.entities.js';
import * as milestoneReached from '../milestones/milestone-reached.entity.js';
import * as milestoneRevision from '../milestones/milestone-revision.entity.js';
import * as milestone from '../milestones/milestone.entity.js';
import * as months from '../months/months.entities.js';
import * as network from '../network/site-opening.entity.js';
import * as places from '../places/places.entities.js';
import * as checkpoint from '../projecting/projection/checkpoint.entity.js';
import * as quarantine from '../quarantine/quarantine-entry.entity.js';
import * as sources from '../sources/event-source.entity.js';
import * as targets from '../totals/target-revision.entity.js';
import * as units from '../units/unit.entity.js';
import type { EntityClass } from '../projecting/projection/tables.js';

/** Every table of a generation: all classes of all these files. */
const FILES: readonly Readonly<Record<string, EntityClass>>[] = [
  checkpoint,
  ...[books, places, lines, network, units, targets, months, quarantine, sources],
  ...[milestone, milestoneRevision, milestoneReached],
];

export const ENTITIES = FILES.flatMap((file) => Object.values(file));
