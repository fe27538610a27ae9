import { lineStream, milestoneStream, plantStream, siteStream } from './catalog.js';
import { refuse, THEN_RETRY, type Refusal } from './decision.js';
import type { UnknownThing } from './rules.js';

/** Refusals of an event that names something that is not registered: it waits until it is. */

export function unknownPlant(plant: string, pointer: string): Refusal {
  const what = `Plant "${plant}" is not registered.`;
  return waitFor(plantStream(plant), 'unknown-plant', what, 'PlantRegistered', pointer);
}

export function unknownLine(plant: string, line: string, pointer: string): Refusal {
  const what = `Plant "${plant}" has no line "${line}".`;
  return waitFor(lineStream(plant, line), 'unknown-line', what, 'LineCommissioned', pointer);
}

export function unknownSite(site: string, pointer: string): Refusal {
  const what = `Site "${site}" was never opened.`;
  return waitFor(siteStream(site), 'unknown-site', what, 'SiteOpened', pointer);
}

export function unknownMilestone(milestone: string, pointer: string): Refusal {
  const what = `Milestone "${milestone}" is not defined.`;
  return waitFor(milestoneStream(milestone), 'unknown-milestone', what, 'MilestoneDefined', pointer);
}

function waitFor(stream: string, code: UnknownThing, what: string, registering: string, pointer: string): Refusal {
  const detail = `${what} This event is kept, and taken in by itself once ${registering} has come.`;
  return { kind: 'refuse', code, detail, pointer, waitsFor: stream };
}

/** The event to amend is not there, and is not waited for. */
export function unknownEvent(of: 'line' | 'site', eventId: string, pointer: string): Refusal {
  const detail = `This ${of} has no event ${eventId}. If it is still to come, send it first. ${THEN_RETRY}`;
  return refuse('unknown-event', detail, pointer);
}
