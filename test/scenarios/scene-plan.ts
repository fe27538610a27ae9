import { centers, lines, milestones, plants, targets } from './places.js';
import type { History, Reported } from './recount.types.js';
import { accepted, cloudEvent, type CloudEvent, duplicate, idle, type Message, rejected, reporting } from './script.js';

const opening = Date.parse('2023-12-01T08:00:00Z');

function reported<T>(event: CloudEvent, into: Reported<T>[]): Reported<T> {
  const entry: Reported<T> = { by: { source: event.source, id: event.id }, versions: [] };
  into.push(entry);
  return entry;
}

const desk = (id: string, type: string, data: Record<string, unknown>, at = opening): CloudEvent =>
  cloudEvent({ source: '//desk.example/events', id }, type, at, data);

/** Plants, lines, centers and milestones: everything else builds on them, so they come first. */
export function registrations(history: History): Message[] {
  const messages: Message[] = [];
  for (const { plant, name, timeZone, vinCheckDigit } of plants) {
    messages.push(
      idle(desk(`plant-${plant}`, 'PlantRegistered', { plant, name, timeZone, vinCheckDigit }), accepted, duplicate),
    );
    messages.push(
      idle(desk(`plant-${plant}-too`, 'PlantRegistered', { plant, name, timeZone, vinCheckDigit }), duplicate),
    );
    const capacity = { plant, unitsPerMonth: 900, effectiveFrom: '2024-01-01', note: 'two shifts' };
    messages.push(idle(desk(`capacity-${plant}`, 'PlantCapacityChanged', capacity), accepted, duplicate));
    history.plants.push({ plant, timeZone });
  }
  for (const line of lines) {
    const event = desk(`line-${line.plant}-${line.line}`, 'LineCommissioned', { ...line });
    messages.push(reporting(event, reported(event, history.rates), { ...line, from: opening, commissioned: true }));
  }
  for (const site of centers) {
    const event = desk(`site-${site.site}`, 'SiteOpened', { ...site });
    messages.push(reporting(event, reported(event, history.sites), site));
  }
  for (const milestone of milestones) {
    const { id, ...rest } = milestone;
    const event = desk(`milestone-${id}`, 'MilestoneDefined', { milestone: id, ...rest });
    const entry = reported(event, history.milestones);
    messages.push(reporting(event, entry, milestone));
    if (id === 'sh-made') {
      const revised = { ...milestone, target: 25, due: '2024-10-31' };
      const revision = { milestone: id, target: 25, due: '2024-10-31', reason: 'a second shift' };
      messages.push(reporting(desk('milestone-sh-made-2', 'MilestoneRevised', revision), entry, revised));
    }
    if (id === 'given-up') {
      const withdrawal = desk('milestone-given-up-2', 'MilestoneWithdrawn', { milestone: id, reason: 'overtaken' });
      messages.push(reporting(withdrawal, entry, { ...milestone, withdrawn: true }));
      const late = desk('milestone-given-up-3', 'MilestoneRevised', { milestone: id, target: 1, reason: 'no' });
      messages.push(idle(late, rejected('milestone-withdrawn')));
    }
  }
  return messages;
}

/** Targets, set and revised; every one is a sequence of its own. */
export function targetScripts(history: History): Message[][] {
  return targets.map((target, index) => {
    const { first, current, ...scope } = target;
    const set = desk(`target-${index}`, 'MonthlyTargetSet', { ...scope, target: first });
    const entry = reported(set, history.targets);
    const messages = [reporting(set, entry, { ...target, current: first })];
    if (current === first) return messages;
    const revision = desk(`target-${index}-2`, 'MonthlyTargetSet', {
      ...scope,
      target: current,
      reason: 'plan of the quarter',
    });
    return [...messages, reporting(revision, entry, target), idle(set, duplicate)];
  });
}

/** Outlets and workshops that open, close, and turn out never to have opened or closed. */
export function networkScripts(history: History): Message[][] {
  const open = (site: string, kind: 'sales' | 'service', city: string): { messages: Message[]; close: () => void } => {
    const at = Date.parse('2024-02-01T09:00:00Z');
    const value = { site, kind, city };
    const event = desk(`site-${site}`, 'SiteOpened', value, at);
    const entry = reported(event, history.sites);
    const messages = [reporting(event, entry, value)];
    const close = (): void => {
      const closing = desk(`site-${site}-closed`, 'SiteClosed', { site, reason: 'lease ended' }, at + 30 * 86_400_000);
      messages.push(reporting(closing, entry, { ...value, closed: true }));
    };
    return { messages, close };
  };
  const voided = (script: Message[], suffix: string, history_: Reported<unknown>, value: unknown): void => {
    const target = script.find(({ event }) => event.id.endsWith(suffix));
    if (!target) throw new Error(`nothing sent as ${suffix}`);
    const { source, id } = target.event;
    const site = String(target.event.data.site);
    const data = { site, voids: { source, id }, reason: 'told by mistake' };
    script.push(
      reporting(
        desk(`site-${site}-void`, 'SiteEventVoided', data, Date.parse('2024-05-01T09:00:00Z')),
        history_,
        value,
      ),
    );
  };
  const plain = (['Shanghai', 'Berlin', 'Pune', 'Hamburg'] as const).map((city) => open(`s-${city}`, 'sales', city));
  const closed = open('s-closed', 'sales', 'Munich');
  closed.close();
  const reopened = open('w-kept', 'service', 'Berlin');
  reopened.close();
  const kept = history.sites.at(-1);
  if (kept) voided(reopened.messages, '-closed', kept, { site: 'w-kept', kind: 'service', city: 'Berlin' });
  const never = open('w-never', 'service', 'Atlantis');
  const unreal = history.sites.at(-1);
  if (unreal) voided(never.messages, 'site-w-never', unreal, null);
  return [...plain, closed, reopened, never].map(({ messages }) => messages);
}
