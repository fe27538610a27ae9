import { ACCOUNTS, UNBORN, type Life, type UnitFact, type UnitFactType, type UnitState } from '@plant-ledger/domain';
import { UnprojectableError } from './projection.js';

/** Written into rows as their place here: append only, and raise PROJECTION_VERSION. */
const TYPES: readonly UnitFactType[] = [
  'UnitProduced',
  'UnitHeld',
  'UnitReleased',
  'UnitShipped',
  'UnitReceived',
  'UnitDelivered',
  'UnitReturned',
  'UnitScrapped',
];
const VOIDED = 1;
const PARKED = 2;

type FoldedFact = readonly [
  type: number,
  eventId: string,
  occurredAt: number,
  flags: number,
  from: number,
  to: number,
  site?: string | null,
  plant?: string | null,
  line?: string | null,
  model?: string | null,
  variant?: string | null,
];
type Folded = readonly [account: number, heldFrom: number, latest: number | null, facts: readonly FoldedFact[]];

/**
 * A unit's state as its row keeps it, compactly: what booking its next event depends on. Hashes and waiting facts, which
 * only the decider asks for, are left out.
 */
export function foldUnit(state: UnitState): string {
  const { account, heldFrom, latest } = state.life;
  const stands = account === 'none' ? -1 : ACCOUNTS.indexOf(account);
  const back = heldFrom ? ACCOUNTS.indexOf(heldFrom) : -1;
  let facts = '';
  for (const fact of state.facts) facts += facts === '' ? foldFact(fact) : `,${foldFact(fact)}`;
  return `[${stands},${back},${latest === -Infinity ? 'null' : latest},[${facts}]]`;
}

/** Written by hand, as JSON.stringify of an array takes three times as long, and this is done for every event of a unit. */
function foldFact({ type, eventId, occurredAt, voided, parked, move, ...fact }: UnitFact): string {
  const flags = (voided ? VOIDED : 0) + (parked ? PARKED : 0);
  const from = move ? ACCOUNTS.indexOf(move.from) : -1;
  const to = move ? ACCOUNTS.indexOf(move.to) : -1;
  const { site, plant, line, model, variant } = fact;
  let folded = `[${TYPES.indexOf(type)},${json(eventId)},${occurredAt},${flags},${from},${to}`;
  if (plant !== undefined || line !== undefined || model !== undefined || variant !== undefined)
    folded += `,${json(site)},${json(plant)},${json(line)},${json(model)},${json(variant)}`;
  else if (site !== undefined) folded += `,${json(site)}`;
  return `${folded}]`;
}

const PLAIN = /^[\w -]*$/;

function json(text: string | undefined): string {
  if (text === undefined) return 'null';
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** @throws UnprojectableError when the text is not what `foldUnit` writes. */
export function unfoldUnit(text: string): UnitState {
  const [account, heldFrom, latest, folded] = JSON.parse(text) as Folded;
  const facts = folded.map(unfoldFact);
  const life: Life = {
    account: account === -1 ? 'none' : accountAt(account),
    heldFrom: heldFrom === -1 ? undefined : (accountAt(heldFrom) as Life['heldFrom']),
    latest: latest ?? UNBORN.latest,
    produced: facts.findLast(({ type, move }) => type === 'UnitProduced' && move),
  };
  return { facts, life, amendments: [], parked: [] };
}

function unfoldFact(folded: FoldedFact): UnitFact {
  const [typeAt, eventId, occurredAt, flags, from, to, site, plant, line, model, variant] = folded;
  const type = TYPES[typeAt];
  if (!type) throw new UnprojectableError(`a unit's row holds a fact of unknown type ${typeAt}`);
  return {
    type,
    eventId,
    hash: '',
    position: undefined,
    occurredAt,
    plant: plant ?? undefined,
    line: line ?? undefined,
    model: model ?? undefined,
    variant: variant ?? undefined,
    site: site ?? undefined,
    parked: flags & PARKED ? true : undefined,
    voided: flags & VOIDED ? true : undefined,
    move: from === -1 ? undefined : { from: anyAccountAt(from), to: anyAccountAt(to) },
  };
}

function anyAccountAt(index: number): (typeof ACCOUNTS)[number] {
  const account = ACCOUNTS[index];
  if (!account) throw new UnprojectableError(`a unit's row holds an unknown account ${index}`);
  return account;
}

function accountAt(index: number): Exclude<Life['account'], 'none'> {
  const account = anyAccountAt(index);
  if (account === 'source') throw new UnprojectableError("a unit's row says it stands in the source");
  return account;
}
