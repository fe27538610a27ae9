import { refuse, type Refusal } from '../decision.js';
import type { SourceEvent } from '../event.js';
import type { References } from '../references.js';
import { hasRightCheckDigit, vinCheckDigit } from '../values/check-digit.js';
import { referencedEventId } from '../values/event-id.js';
import { unknownLine, unknownPlant, unknownSite } from '../unknown-things.js';
import type { UnitData, UnitEventType } from './unit.events.js';
import type { UnitState } from './unit.state.js';

type Checked = Refusal | { readonly kind: 'accept'; readonly note: string } | undefined;

/** Plants, lines and sites must be registered, and the VIN's check digit follows the plant's policy. */
export function checkUnitReferences(
  state: UnitState,
  event: SourceEvent<UnitEventType>,
  references: References,
): Checked {
  if (event.type === 'UnitProduced') {
    const { vin, plant, line } = event.data;
    return (
      checkPlantAndLine(references, plant, line, '/data/plant', '/data/line') ?? checkDigit(references, plant, vin)
    );
  }
  if (event.type === 'UnitEventCorrected') return checkCorrected(state, event.data, references);
  return 'site' in event.data ? checkSite(references, event.data.site, '/data/site') : undefined;
}

function checkCorrected(
  state: UnitState,
  { vin, corrects, changes }: UnitData<'UnitEventCorrected'>,
  references: References,
): Checked {
  const target = referencedEventId(corrects);
  const fact = state.facts.find(({ eventId }) => eventId === target);
  const plant = changes.plant ?? fact?.plant;
  const line = changes.line ?? fact?.line;
  if ((changes.plant !== undefined || changes.line !== undefined) && plant !== undefined) {
    const lineAt = `/data/changes/${changes.line === undefined ? 'plant' : 'line'}`;
    const checked =
      checkPlantAndLine(references, plant, line, '/data/changes/plant', lineAt) ??
      (changes.plant === undefined ? undefined : checkDigit(references, plant, vin));
    if (checked) return checked;
  }
  return changes.site === undefined ? undefined : checkSite(references, changes.site, '/data/changes/site');
}

function checkPlantAndLine(
  references: References,
  plant: string,
  line: string | undefined,
  plantAt: string,
  lineAt: string,
): Refusal | undefined {
  if (!references.plant(plant)?.registered) return unknownPlant(plant, plantAt);
  if (line !== undefined && references.line(plant, line)?.commissioned === undefined)
    return unknownLine(plant, line, lineAt);
  return undefined;
}

function checkSite(references: References, site: string, pointer: string): Refusal | undefined {
  // A site that was closed since accepts what happened before; one whose every opening was voided never existed.
  if (references.site(site)?.facts.some(({ type }) => type === 'SiteOpened')) return undefined;
  return unknownSite(site, pointer);
}

function checkDigit(references: References, plant: string, vin: string): Checked {
  const policy = references.plant(plant)?.registered?.vinCheckDigit;
  if (policy === undefined || policy === 'ignore' || hasRightCheckDigit(vin)) return undefined;
  const text = `The VIN's check digit (9th character) is "${vin.charAt(8)}" where "${vinCheckDigit(vin)}" is expected.`;
  if (policy === 'require')
    return refuse(
      'vin-check-digit',
      `${text} Plant "${plant}" requires it to be right: check the VIN at the source.`,
      '/data/vin',
    );
  return { kind: 'accept', note: text };
}
