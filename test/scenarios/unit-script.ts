import type { EventName, Reported, UnitFact } from './recount.types.js';
import {
  becomes,
  cloudEvent,
  type CloudEvent,
  duplicate,
  idle,
  type Message,
  type Outcome,
  outOfOrder,
  rejected,
  rewritten,
  reporting,
} from './script.js';

/** A fact that was written into the script, with the event that tells it. */
export interface Sent {
  reported: Reported<UnitFact>;
  event: CloudEvent;
  /** What it says now; corrections change it. */
  value: UnitFact;
}

type Details = Partial<Pick<UnitFact, 'site' | 'plant' | 'line' | 'model' | 'late'>>;

export interface Home {
  plant: string;
  line: string;
  model: string;
}

const withReason: UnitFact['type'][] = ['UnitHeld', 'UnitReleased', 'UnitReturned', 'UnitScrapped'];

/**
 * Writes the messages of one unit in the order in which they arrive. Each call says what is sent, what is expected for
 * it, and what is true from then on; nothing here decides.
 */
export function unitScript(vin: string, zone: string, collected: Reported<UnitFact>[]) {
  const messages: Message[] = [];
  let number = 0;
  const nameAt = (source: string): EventName => ({ source: `//${source}.example/events`, id: `${vin}-${++number}` });

  function dataOf(value: UnitFact): Record<string, unknown> {
    const { type, occurredAt, late, ...data } = value;
    return withReason.includes(type) ? { ...data, reason: 'as the source says' } : data;
  }

  function write(type: UnitFact['type'], occurredAt: number, details: Details, source: string): Sent {
    const value: UnitFact = { vin, type, occurredAt, ...details };
    const event = cloudEvent(nameAt(source), type, occurredAt, dataOf(value), zone);
    const reported: Reported<UnitFact> = { by: { source: event.source, id: event.id }, versions: [] };
    collected.push(reported);
    return { reported, event, value };
  }

  function fact(type: UnitFact['type'], occurredAt: number, details: Details = {}, source = 'mes'): Sent {
    const sent = write(type, occurredAt, details, source);
    messages.push(reporting(sent.event, sent.reported, sent.value));
    return sent;
  }

  return {
    messages,
    fact,
    /** Production, which takes in what was parked, in the order given. */
    produced(occurredAt: number, home: Home, parked: Sent[] = []): Sent {
      const sent = fact('UnitProduced', occurredAt, { ...home });
      for (const waiting of parked)
        messages.at(-1)?.effects.push(becomes(waiting.reported, waiting.value, waiting.event));
      return sent;
    },
    /** A fact that comes before the unit's production and waits for it. */
    parked(type: UnitFact['type'], occurredAt: number, details: Details = {}, again: Outcome = duplicate): Sent {
      const sent = write(type, occurredAt, details, 'delivery');
      messages.push(idle(sent.event, outOfOrder, again));
      return sent;
    },
    /** The very same event once more. */
    repeated(sent: Sent, expected: Outcome = duplicate): void {
      messages.push(idle(sent.event, expected, duplicate));
    },
    /** The same source, id and content, written otherwise. */
    rewritten(sent: Sent): void {
      messages.push(idle(rewritten(sent.event), duplicate));
    },
    /** The same fact from another source, under its own id and some minutes off. */
    reportedToo(sent: Sent, minutes: number): void {
      const { type, data } = sent.event;
      messages.push(
        idle(cloudEvent(nameAt('erp'), type, sent.value.occurredAt + minutes * 60_000, data, zone), duplicate),
      );
    },
    /** The same source and id with another time. */
    conflicting(sent: Sent, occurredAt: number): void {
      const { source, id, type, data } = sent.event;
      messages.push(idle(cloudEvent({ source, id }, type, occurredAt, data, zone), rejected('conflicting-duplicate')));
    },
    refused(type: UnitFact['type'], occurredAt: number, details: Details, code: string): void {
      const value: UnitFact = { vin, type, occurredAt, ...details };
      const event = cloudEvent(nameAt('mes'), type, occurredAt, dataOf(value), zone);
      messages.push(idle(event, rejected(code)));
    },
    voided(sent: Sent, occurredAt: number): void {
      const { source, id } = sent.event;
      const data = { vin, voids: { source, id }, reason: 'told by mistake' };
      messages.push(
        reporting(cloudEvent(nameAt('desk'), 'UnitEventVoided', occurredAt, data, zone), sent.reported, null),
      );
    },
    /** A void or correction that the remaining facts would contradict. */
    notVoided(sent: Sent, occurredAt: number, code: string): void {
      const { source, id } = sent.event;
      const data = { vin, voids: { source, id }, reason: 'told by mistake' };
      messages.push(idle(cloudEvent(nameAt('desk'), 'UnitEventVoided', occurredAt, data, zone), rejected(code)));
    },
    /** A void that comes before what it voids: both then take effect together. */
    factVoidedBefore(type: UnitFact['type'], occurredAt: number, details: Details): Sent {
      const sent = write(type, occurredAt, details, 'delivery');
      const { source, id } = sent.event;
      const data = { vin, voids: { source, id }, reason: 'told by mistake' };
      const void_ = cloudEvent(nameAt('desk'), 'UnitEventVoided', occurredAt + 1, data, zone);
      messages.push(idle(void_, outOfOrder, duplicate));
      messages.push(reporting(sent.event, sent.reported, sent.value));
      messages.at(-1)?.effects.push(becomes(sent.reported, null, void_));
      return sent;
    },
    corrected(sent: Sent, occurredAt: number, changes: Details & { occurredAt?: number }): void {
      const { source, id } = sent.event;
      const { occurredAt: right, ...rest } = changes;
      const written = right === undefined ? rest : { ...rest, occurredAt: new Date(right).toISOString() };
      const data = { vin, corrects: { source, id }, changes: written, reason: 'a detail was wrong' };
      sent.value = { ...sent.value, ...changes };
      const event = cloudEvent(nameAt('desk'), 'UnitEventCorrected', occurredAt, data, zone);
      messages.push(reporting(event, sent.reported, sent.value));
    },
  };
}

export type UnitScript = ReturnType<typeof unitScript>;
