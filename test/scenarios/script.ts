import type { EventName, History, Reported } from './recount.types.js';
import { rfc3339 } from './zone-time.js';

export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
}

export interface Outcome {
  result: 'accepted' | 'duplicate' | 'quarantined' | 'rejected';
  code?: string;
}

/** What is to be sent, and what it does to the history once it is its turn. */
export interface Message {
  event: CloudEvent;
  expected: Outcome;
  /** The outcome when the whole file is sent a second time. */
  again: Outcome;
  effects: ((step: (by: EventName) => number) => void)[];
}

export const duplicate: Outcome = { result: 'duplicate' };
export const accepted: Outcome = { result: 'accepted' };
export const outOfOrder: Outcome = { result: 'quarantined', code: 'out-of-order' };
export const rejected = (code: string): Outcome => ({ result: 'rejected', code });
export const waits = (code: string): Outcome => ({ result: 'quarantined', code });

/** An event of a source; its time is written with the offset of `zone`. */
export function cloudEvent(
  name: EventName,
  type: string,
  occurredAt: number,
  data: Record<string, unknown>,
  zone = 'UTC',
): CloudEvent {
  return {
    specversion: '1.0',
    ...name,
    type,
    time: rfc3339(zone, occurredAt),
    datacontenttype: 'application/json',
    data,
  };
}

/** A message that is accepted and gives a thing its first or next value. */
export function reporting<T>(event: CloudEvent, reported: Reported<T>, value: T | null): Message {
  return { event, expected: accepted, again: duplicate, effects: [becomes(reported, value, event)] };
}

export function becomes<T>(reported: Reported<T>, value: T | null, by: EventName): Message['effects'][number] {
  return (step) => reported.versions.push({ step: step({ source: by.source, id: by.id }), value });
}

/** A message that changes nothing. */
export function idle(event: CloudEvent, expected: Outcome, again: Outcome = expected): Message {
  return { event, expected, again, effects: [] };
}

/** The same content written otherwise: a dotted, versioned type, and the time in UTC. */
export function rewritten(event: CloudEvent): CloudEvent {
  return { ...event, type: `com.example.plants.${event.type}.v1`, time: new Date(event.time).toISOString() };
}

/** Mixes sequences at random, each keeping its own order. */
export function interleave(sequences: Message[][], random: () => number): Message[] {
  const waiting = sequences.filter((sequence) => sequence.length > 0).map((messages) => ({ messages, next: 0 }));
  const mixed: Message[] = [];
  while (waiting.length > 0) {
    const index = Math.floor(random() * waiting.length);
    const sequence = waiting[index];
    const message = sequence?.messages[sequence.next++];
    if (message) mixed.push(message);
    if (sequence && sequence.next >= sequence.messages.length) waiting.splice(index, 1);
  }
  return mixed;
}

/** Lets every message take effect in its turn. */
export function play(messages: Message[], history: History): void {
  const step = (by: EventName): number => history.steps.push(by) - 1;
  for (const message of messages) for (const effect of message.effects) effect(step);
}
