import { sendInMixedModes } from '../support/as-answered.js';
import { eventually } from '../support/eventually.js';
import type { TestService } from '../support/reach.js';
import { differencesOf, figuresOfService } from './answers.js';
import type { Random } from './histories/random.js';
import { figuresOf, type Figures } from './rules/figures.js';
import type { RuledLedger } from './rules/ledger.js';
import { contentOf, eventIdOf, textOr, type Answer, type Reported } from './rules/reported.js';

interface Moment {
  readonly position: string;
  readonly ruled: Figures;
}

const shown = ({ result, code }: { readonly result: string; readonly code?: string }): string =>
  code === undefined ? result : `${result} ${code}`;

/** What differs, and of which kind, so that a shorter history can be known to show the same. */
export interface Difference {
  readonly kind: string;
  readonly detail: string;
}

/** Tells a service a history, and says how its answers and figures differ from what the rules give. */
export async function hear(
  service: TestService,
  rules: RuledLedger,
  history: readonly Reported[],
  random: Random,
): Promise<Difference[]> {
  const moments: Moment[] = [];
  for (let next = 0; next < history.length;) {
    const { part, should } = nextPart(rules, history, next, 1 + random.below(30));
    const answers = await sendInMixedModes(service.send, part, random.next);
    for (const [index, reported] of part.entries()) {
      const [is, be] = [answers[index], should[index]];
      if (be === undefined) continue;
      if (is?.result !== be.result || (be.code !== undefined && is.code !== be.code))
        return [
          {
            kind: `${reported.type}: ${shown(be)} by the rules, ${is === undefined ? 'nothing' : shown(is)} by the service`,
            detail: `${JSON.stringify(reported)}: ${JSON.stringify(is)}`,
          },
        ];
    }
    next += part.length;
    const unsettled = await settle(service, rules);
    if (unsettled !== undefined) return [{ kind: 'waiting', detail: unsettled }];
    if (random.chance(0.3) || next >= history.length)
      moments.push({ position: await headOf(service), ruled: figuresOf(rules) });
  }
  return compare(service, rules, history, moments);
}

const REGISTERING = ['PlantRegistered', 'LineCommissioned', 'SiteOpened', 'MilestoneDefined'];

/** As many events as may be sent at once: what something may wait for goes alone, as what waits is told then of later. */
function nextPart(rules: RuledLedger, history: readonly Reported[], from: number, most: number) {
  const part: Reported[] = [];
  const should: (Answer | undefined)[] = [];
  const sent = new Map<string, Answer>();
  rules.nextRequest();
  for (const reported of history.slice(from, from + most)) {
    const alone = REGISTERING.includes(reported.type) && rules.waitingOutside().length > 0;
    if (alone && part.length > 0) break;
    part.push(reported);
    const content = `${reported.source} ${reported.id} ${contentOf(reported)}`;
    const first = sent.get(content);
    const answer = rules.take(reported);
    // Twice in one request, the first one waiting: the second is answered alike, or by what has become of it by then.
    should.push(first?.result === 'quarantined' ? undefined : answer);
    sent.set(content, first ?? answer);
    if (alone) break;
  }
  return { part, should };
}

/** Waits until what waits in the service is what waits by the rules; what waits for ever otherwise is a difference. */
async function settle(service: TestService, rules: RuledLedger): Promise<string | undefined> {
  const idsOf = (waiting: RuledLedger['waiting']) =>
    waiting.map(({ reported }) => eventIdOf(reported.source, reported.id)).toSorted();
  const should = [
    idsOf(rules.waiting.filter(({ shown }) => shown === 'waiting')),
    idsOf(rules.waiting.filter(({ shown }) => shown === 'letting go first')),
  ];
  const shown = async (which: string): Promise<string[]> =>
    (await service.read(`/v1/quarantine?${which}&limit=1000`)).entries.map(({ id }: { id: string }) => id).toSorted();
  const asked = async () => [await shown('state=waiting'), await shown('state=rejected&code=out-of-order')];
  try {
    await eventually(async () => JSON.stringify(await asked()) === JSON.stringify(should));
    return undefined;
  } catch {
    return `waiting: ${JSON.stringify(should)} by the rules, ${JSON.stringify(await asked())} by the service`;
  }
}

const headOf = async ({ get }: TestService): Promise<string> => JSON.parse((await get('/v1/status')).body).head;

async function compare(
  service: TestService,
  rules: RuledLedger,
  history: readonly Reported[],
  moments: readonly Moment[],
): Promise<Difference[]> {
  const vins = new Set(history.map(({ data }) => textOr(data, 'vin', '')));
  for (const { position, ruled } of moments) {
    const known = [...vins].filter((vin) => ruled.has(`unit ${vin}`));
    const others = [...ruled].filter(([name]) => !name.startsWith('unit ') || vins.has(name.slice(5)));
    const differences = differencesOf(
      new Map(others),
      await figuresOfService(service, position, known, rules.takenInWith),
    );
    if (differences.length > 0)
      return differences.map((difference) => ({
        kind: difference.replace(/ .*/, ''),
        detail: `as of ${position}: ${difference}`,
      }));
  }
  return [];
}
