import { loadSetup } from '../../apps/simulator/src/index.js';
import { fromStored } from '@plant-ledger/domain';
import { openEventStore, START } from '@plant-ledger/event-store';
import { ask, said } from '../support/ask.js';
import type { Journal } from './sources.js';

const headers = { 'content-type': 'application/cloudevents-batch+json' };

/** Registers the plant, line and site that the sources tell about. */
export async function setUp(url: string): Promise<void> {
  const answer = await ask(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(loadSetup()) });
  expect(said(answer)).toMatchObject({ accepted: loadSetup().length });
}

/** Sends everything once more: what was acknowledged is there, at its position; the rest is taken. */
export async function sendAgain(url: string, journal: Journal): Promise<void> {
  const sent = [...journal];
  const wrong: unknown[] = [];
  for (let start = 0; start < sent.length; start += 1_000) {
    const part = sent.slice(start, start + 1_000);
    const body = JSON.stringify(part.map(([, { event }]) => event));
    const answer = await ask(`${url}/v1/events`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    said(answer).results.forEach((outcome: Record<string, unknown>, index: number) => {
      const [eventId, { acknowledged, refused, position }] = part[index] ?? never();
      const expected = refused ? ['quarantined'] : acknowledged ? ['duplicate'] : ['duplicate', 'accepted'];
      const fits =
        expected.includes(String(outcome.result)) &&
        outcome.eventId === eventId &&
        (position === undefined || outcome.position === position);
      if (!fits) wrong.push({ ...outcome, acknowledged, refused, knownAt: position });
    });
  }
  expect(wrong.slice(0, 5)).toEqual([]);
}

/** Vehicles produced and delivered by month. */
export class Recount {
  readonly #months = new Map<string, [produced: number, delivered: number]>();

  add(type: string, occurredAt: number): void {
    if (type !== 'UnitProduced' && type !== 'UnitDelivered') return;
    // The load's plant and site are in Shanghai: eight hours before UTC all year.
    const month = new Date(occurredAt + 8 * 3_600_000).toISOString().slice(0, 7);
    const counts = this.#months.get(month) ?? [0, 0];
    counts[type === 'UnitProduced' ? 0 : 1] += 1;
    this.#months.set(month, counts);
  }

  addJournal(journal: Journal): void {
    for (const { event, refused } of journal.values()) if (!refused) this.add(event.type, Date.parse(event.time));
  }

  rows(): object[] {
    return [...this.#months]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([month, [produced, delivered]]) => ({ month, produced, delivered }));
  }
}

/** The read model has come up to the end of the log, and its totals are those of the recount. */
export async function expectTotals(url: string, recount: Recount): Promise<void> {
  await caughtUp(url);
  const totals = said(await ask(`${url}/v1/monthly-totals`)).rows.filter(
    (row: { produced: number; delivered: number }) => row.produced + row.delivered > 0,
  );
  expect(totals).toMatchObject(recount.rows());
  expect(totals).toHaveLength(recount.rows().length);
  expect(said(await ask(`${url}/v1/stock`)).balanced).toBe(true);
}

/** Waits until the projector has reached the end of the log. */
export async function caughtUp(url: string, patience = 60_000): Promise<void> {
  for (const until = Date.now() + patience; ;) {
    const status = said(await ask(`${url}/v1/status`));
    expect(status.stopped).toBeUndefined();
    if (status.caughtUp) return;
    if (Date.now() > until) throw new Error(`the projector did not catch up: ${JSON.stringify(status)}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Reads the log itself: nothing stands in it twice, and it recounts to the same. */
export async function recountLog(eventStore: string, prefix = ''): Promise<{ recount: Recount; events: Set<string> }> {
  const store = await openEventStore(eventStore, eventStore.startsWith('sqlite:') ? { readOnly: true } : { prefix });
  const recount = new Recount();
  const events = new Set<string>();
  const twice: string[] = [];
  const quarantined = new Set<string>();
  for (let after = START, end = false; !end;) {
    const page = await store.readAll({ after, limit: 10_000 });
    for (const { eventId, type, stream, occurredAt } of page.events.map(fromStored)) {
      if (events.has(eventId)) twice.push(eventId);
      events.add(eventId);
      recount.add(type, occurredAt);
      if (type !== 'EventQuarantined') continue;
      if (quarantined.has(stream)) twice.push(stream);
      quarantined.add(stream);
    }
    ({ next: after, end } = page);
  }
  await store.close();
  expect(twice).toEqual([]);
  return { recount, events };
}

function never(): never {
  throw new Error('more answers than events');
}
