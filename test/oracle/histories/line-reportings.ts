import { haltsOf } from '../rules/line.js';
import { eventIdOf, type Details } from '../rules/reported.js';
import type { Script } from './script.js';

const HOUR = 3_600_000;

/** A halt, a resumption, another rate; of a line that may not be commissioned yet. */
export function lineEvent(script: Script): void {
  const { random, times, ledger } = script;
  const place = random.of(script.lines);
  const line = ledger.lines.get(`${place.plant}.${place.line}`);
  const halts = haltsOf(line?.facts ?? []);
  const open = halts.filter(({ to }) => to === Infinity);
  const kind = random.weighted([
    [open.length > 1 ? 1 : 4, 'halt'],
    [open.length > 0 ? 5 : 1, 'resume'],
    [1, 'rate'],
  ]);
  if (kind === 'rate')
    return script.report('LineRateChanged', times.moment(), { ...place, unitsPerHour: 30 + script.reported.length });
  if (kind === 'halt') {
    const at = halts.length > 0 && random.chance(0.5) ? times.after(random.of(halts).from) : times.moment();
    const halt = random.chance(0.8) ? { halt: script.named(`h${script.reported.length}`) } : {};
    return script.report('LineHalted', at, {
      ...place,
      ...halt,
      reason: script.reason(),
      planned: random.chance(0.35),
    });
  }
  const ended = random.anyOf(random.chance(0.85) && open.length > 0 ? open : halts);
  const at = ended === undefined ? times.moment() : times.after(ended.from) + (random.chance(0.05) ? -2 * HOUR : 0);
  script.report('LineResumed', at, {
    ...place,
    ...(ended !== undefined && random.chance(0.5) ? { halt: ended.halt } : {}),
  });
}

/** A void or a correction of what was told of a line. */
export function amendLine(script: Script): void {
  const { random, times, reported } = script;
  const all = reported.filter(({ type }) => /^Line(Halted|Resumed|RateChanged|Event)/.test(type));
  if (all.length === 0) return lineEvent(script);
  const target = random.of(random.chance(0.5) ? all.slice(-3) : all);
  const { plant, line } = target.data;
  const named = random.chance(0.5) ? { source: target.source, id: target.id } : eventIdOf(target.source, target.id);
  if (random.chance(0.4))
    return script.report('LineEventVoided', times.moment(), { plant, line, voids: named, reason: 'error' });
  const at = new Date(Date.parse(target.time) + random.of([-2, -1, 0, 1, 2, 48]) * HOUR).toISOString();
  const details: Details = random.chance(0.5) ? { planned: random.chance(0.5) } : { reason: script.reason() };
  const changes =
    target.type !== 'LineHalted'
      ? random.chance(0.85)
        ? { occurredAt: at }
        : details
      : random.chance(0.5)
        ? { occurredAt: at }
        : details;
  script.report('LineEventCorrected', times.moment(), { plant, line, corrects: named, changes, reason: 'error' });
}
