import { downtimeWithin, endOfMonth, haltsOf, plannedTime, zoneCalendar } from '@plant-ledger/domain';
import { decidersAlone } from './deciders-alone.js';
import { centers, zoneOf } from './places.js';
import type { Outcome } from './script.js';
import { askedAt, type Input, threePlants } from './three-plants.js';

const OF_FORM = new Set(['invalid-vin', 'unknown-field']);

function expectedAtIntake({ result, code }: Outcome): Outcome {
  return code && OF_FORM.has(code) ? { result, code: 'form' } : { result, ...(code && { code }) };
}

/** What is answered otherwise than expected. */
function surprises(
  ledger: ReturnType<typeof decidersAlone>,
  inputs: Input[],
  expected: (input: Input) => Outcome,
): string[] {
  return inputs.flatMap((input) => {
    const answer = JSON.stringify(ledger.send(input.event));
    const wanted = JSON.stringify(expectedAtIntake(expected(input)));
    return answer === wanted ? [] : [`${JSON.stringify(input.event)}: ${answer}, not ${wanted}`];
  });
}

describe.each([1, 2, 3])('the deciders alone, given the three plants of seed %p', (seed) => {
  const { inputs, expected } = threePlants(seed);
  const ledger = decidersAlone();

  it('answer every event as expected, and again when the whole file is sent a second time', () => {
    expect(surprises(ledger, inputs, ({ expected: first }) => first)).toEqual([]);
    const transfers = ledger.transfers.length;
    expect(surprises(ledger, inputs, ({ again }) => again)).toEqual([]);
    expect(ledger.transfers.length).toBe(transfers);
  });

  it('book every unit in the month, plant and model where it belongs', () => {
    const totals = new Map<string, number>();
    for (const { kind, amount, plant, model, site, occurredAt } of ledger.transfers) {
      if (!['produced', 'delivered', 'returned', 'scrapped'].includes(kind)) continue;
      const zone =
        site === undefined ? zoneOf(plant) : (centers.find((center) => center.site === site)?.timeZone ?? 'UTC');
      const key = `${zoneCalendar(zone).monthOf(occurredAt)} ${plant} ${model} ${kind}`;
      totals.set(key, (totals.get(key) ?? 0) + amount);
    }
    const counted = expected.monthlyTotals.flatMap(({ month, plant, model, ...counts }) =>
      (['produced', 'delivered', 'returned', 'scrapped'] as const).flatMap((kind) =>
        counts[kind] === 0 ? [] : [[`${month} ${plant} ${model} ${kind}`, counts[kind]]],
      ),
    );
    expect(Object.fromEntries([...totals].filter(([, count]) => count !== 0))).toEqual(Object.fromEntries(counted));
  });

  it('leave every unit in the account where it is', () => {
    const accounts: Record<string, number> = {};
    for (const { life } of ledger.units.values()) {
      if (!life.produced || life.account === 'none') continue;
      const key = `${life.produced.plant} ${life.produced.model} ${life.account}`;
      accounts[key] = (accounts[key] ?? 0) + 1;
    }
    const counted = expected.stock.flatMap(({ plant, model, ...counts }) =>
      Object.entries(counts).flatMap(([account, count]) =>
        count === 0 ? [] : [[`${plant} ${model} ${account}`, count]],
      ),
    );
    expect(accounts).toEqual(Object.fromEntries(counted));
  });

  it('know the halts that make the downtime', () => {
    for (const row of expected.downtime) {
      const facts = [...(ledger.lines.get(`line-${row.plant}.${row.line}`)?.facts ?? [])];
      const calendar = zoneCalendar(zoneOf(row.plant));
      const rates = facts.flatMap(({ unitsPerHour, occurredAt }) =>
        unitsPerHour === undefined ? [] : [{ from: occurredAt, unitsPerHour }],
      );
      const span = { from: calendar.startOfMonth(row.month), to: endOfMonth(calendar, row.month) };
      const halts = haltsOf(facts);
      const commissionedAt = facts.find(({ type }) => type === 'LineCommissioned')?.occurredAt;
      const line = { rates, planned: plannedTime(halts), commissionedAt };
      const down = downtimeWithin(halts, line, span, Date.parse(askedAt));
      expect([row.month, row.line, down.unplanned / 60_000, down.planned / 60_000]).toEqual([
        row.month,
        row.line,
        row.minutes,
        row.plannedMinutes,
      ]);
      expect(down.lostUnits).toBeCloseTo(row.lostUnitsEstimate, 6);
      expect(down.unplannedHalts).toBe(row.halts);
    }
  });
});
