import { isEventType } from '@plant-ledger/domain';
import type { Incoming, Outcome } from '@plant-ledger/ledger';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Stands for every type that is not the ledger's: the values of a label must be bounded. */
const OTHER = 'other';
const LATENESS = [1, 10, 60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000];

export class IntakeMeter {
  readonly #events: Counter<'type' | 'result'>;
  readonly #malformed: Counter;
  readonly #lateness: Histogram;
  readonly #counts = new Map<string, Counter.Internal>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({
      name: 'ledger_intake_events_total',
      help: 'Events that sources have sent, by type and by what became of them (accepted, duplicate, quarantined, rejected)',
      labelNames: ['type', 'result'],
      registers,
    });
    this.#malformed = new Counter({
      name: 'ledger_intake_malformed_total',
      help: 'What was sent and is no CloudEvent of this interface',
      registers,
    });
    this.#lateness = new Histogram({
      name: 'ledger_intake_lateness_seconds',
      help: 'Time from when an accepted event happened until it was taken in',
      buckets: LATENESS,
      registers,
    });
  }

  /** Outcomes of events that were sent, in their order. `now`: milliseconds since 1970 UTC. */
  took(incoming: readonly Incoming[], outcomes: readonly Outcome[], now: number): void {
    for (const [index, one] of incoming.entries()) {
      const outcome = outcomes[index];
      if (!outcome) return;
      const type = one.kind === 'event' ? one.event.type : typeOf(one.refusal.event.type);
      this.#countOf(type, outcome.result).inc();
      if (one.kind === 'event' && outcome.result === 'accepted')
        this.#lateness.observe(Math.max(0, (now - one.event.occurredAt) / 1_000));
    }
  }

  noEvent(): void {
    this.#malformed.inc();
  }

  /** prom-client would look the labels up for every event. */
  #countOf(type: string, result: string): Counter.Internal {
    const key = `${type} ${result}`;
    let count = this.#counts.get(key);
    if (!count) this.#counts.set(key, (count = this.#events.labels({ type, result })));
    return count;
  }
}

function typeOf(sent: string): string {
  return isEventType(sent) ? sent : OTHER;
}
