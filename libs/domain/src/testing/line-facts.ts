import type { SourceEvent } from '../event.js';
import type { LineEventType } from '../line/line.events.js';
import { hour, report } from './facts.js';

/** What sources tell of line l-1 of plant bj-1 in tests. */
const place = { plant: 'bj-1', line: 'l-1' };
const line = <Type extends LineEventType>(type: Type, at: number, data: object, id?: string) =>
  report(type, hour(at), { ...place, ...data }, id === undefined ? {} : { id });

export const commissioned = (at = 0, unitsPerHour = 16) => line('LineCommissioned', at, { unitsPerHour });
export const rated = (at: number, unitsPerHour: number) => line('LineRateChanged', at, { unitsPerHour });
export const halted = (at: number, data: object = {}, id?: string) =>
  line('LineHalted', at, { reason: 'robot', planned: false, ...data }, id);
/** `halt`: the one it ends; all that are open when absent. */
export const resumed = (at: number, halt?: string, id?: string) =>
  line('LineResumed', at, halt === undefined ? {} : { halt }, id ?? `resumed at ${at}${halt ? ` ${halt}` : ''}`);
export const lineVoided = (at: number, of: SourceEvent, id?: string) =>
  line('LineEventVoided', at, { voids: of.eventId, reason: 'never happened' }, id ?? `line void at ${at}`);
export const lineCorrected = (at: number, of: SourceEvent, changes: object, id?: string) =>
  line(
    'LineEventCorrected',
    at,
    { corrects: { source: of.source, id: of.id }, changes, reason: 'typing error' },
    id ?? `line correction at ${at}`,
  );
