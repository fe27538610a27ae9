import {
  ACCOUNTS,
  UNBORN,
  UNIT_FACT_TYPES,
  type Life,
  type UnitFact,
  type UnitFactType,
  type UnitState,
} from '@plant-ledger/domain';
import { UnprojectableError } from '../projecting/projection/projection.js';

/** What rows hold in place of each type. A new one gets the next number, and none ever another: rows of before are read by it. */
const NUMBERS: Readonly<Record<UnitFactType, number>> = {
  UnitProduced: 0,
  UnitHeld: 1,
  UnitReleased: 2,
  UnitShipped: 3,
  UnitReceived: 4,
  UnitDelivered: 5,
  UnitReturned: 6,
  UnitScrapped: 7,
};
const TYPES = new Map(UNIT_FACT_TYPES.map((type) => [NUMBERS[type], type]));
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
 * A unit's state as its row stores it, compactly: what booking its next event depends on. Hashes and waiting facts,
 * which only the decider needs, are left out.
 */
export function foldUnit({ facts, life }: UnitState): string {
  const folded: Folded = [
    life.account === 'none' ? -1 : ACCOUNTS.indexOf(life.account),
    life.heldFrom ? ACCOUNTS.indexOf(life.heldFrom) : -1,
    life.latest === -Infinity ? null : life.latest,
    facts.map(foldFact),
  ];
  return JSON.stringify(folded);
}

/** Called for every event of a unit; taking the fact apart with a rest pattern would cost three times as much. */
function foldFact(fact: UnitFact): FoldedFact {
  const { eventId, occurredAt, move, site = null, plant = null, line = null, model = null, variant = null } = fact;
  const type = NUMBERS[fact.type];
  const flags = (fact.voided ? VOIDED : 0) + (fact.parked ? PARKED : 0);
  const from = move ? ACCOUNTS.indexOf(move.from) : -1;
  const to = move ? ACCOUNTS.indexOf(move.to) : -1;
  if (plant !== null || line !== null || model !== null || variant !== null)
    return [type, eventId, occurredAt, flags, from, to, site, plant, line, model, variant];
  return [type, eventId, occurredAt, flags, from, to, site];
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
  return { facts, life, amendments: [], parked: [], settled: [] };
}

function unfoldFact(folded: FoldedFact): UnitFact {
  const [typeAt, eventId, occurredAt, flags, from, to, site, plant, line, model, variant] = folded;
  const type = TYPES.get(typeAt);
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
