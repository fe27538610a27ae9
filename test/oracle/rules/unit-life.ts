import { accepted, refused, same, type Decision, type Details } from './reported.js';

/** A fact as it stands, after what amended it. */
export interface Fact {
  readonly eventId: string;
  readonly type: string;
  readonly at: number;
  readonly data: Details;
  /** It waited for its unit's production. */
  readonly parked: boolean;
}

export type Account = 'none' | 'stock' | 'hold' | 'transit' | 'delivered' | 'scrapped';

/** Where a unit is, and where a release would bring it back to. */
export interface Standing {
  readonly account: Account;
  readonly back: 'stock' | 'transit';
}

export interface Step {
  readonly decision: Decision;
  readonly standing: Standing;
}

export const unborn: Standing = { account: 'none', back: 'stock' };

const DAY = 86_400_000;
const PLACING = ['UnitProduced', 'UnitShipped', 'UnitReceived', 'UnitDelivered', 'UnitReturned', 'UnitScrapped'];

/** The table of a unit's life: what the next fact of a stream does after those before it. */
export function step(standing: Standing, before: readonly Fact[], fact: Fact): Step {
  const stay = (decision: Decision): Step => ({ decision, standing });
  const goTo = (account: Account): Step => ({ decision: accepted, standing: { ...standing, account } });
  const production = before.find(({ type }) => type === 'UnitProduced');
  if (fact.type === 'UnitProduced')
    return production === undefined ? goTo('stock') : stay(producedAgain(production, fact));
  if (production === undefined) return stay(refused('out-of-order'));
  const late = before.some(({ at }) => at > fact.at);
  const tooEarly = fact.at < production.at && !fact.parked;
  const first = before.find(
    (other) =>
      (!tooEarly && late && lateAndTheSame(other, fact)) ||
      (!late && refusedAndTheSame(before, other, fact)) ||
      // What waited for the production may say a time before it, and so may what tells the same.
      (tooEarly && other.at < production.at && refusedAndTheSame(before, other, fact)),
  );
  const duplicate = first && same(first.at !== fact.at, first.at);
  if (late && duplicate) return stay(duplicate);
  if (tooEarly) return stay(refused('occurred-before-production'));
  const refuse = (code: string) => stay(duplicate ?? refused(code));
  if (late && /Held|Released/.test(fact.type)) return stay(accepted);
  if (late && /Shipped|Received/.test(fact.type)) return reportedLate(standing, before, fact);

  const { account } = standing;
  switch (fact.type) {
    case 'UnitHeld':
      if (account === 'stock' || account === 'transit')
        return { decision: accepted, standing: { account: 'hold', back: account } };
      return refuse(account === 'hold' ? 'already-held' : `unit-${account}`);
    case 'UnitReleased':
      if (account === 'hold') return goTo(standing.back);
      return refuse(account === 'stock' || account === 'transit' ? 'not-held' : `unit-${account}`);
    case 'UnitShipped':
      if (account === 'stock') return goTo('transit');
      return refuse(account === 'transit' ? 'already-shipped' : account === 'hold' ? 'unit-held' : `unit-${account}`);
    case 'UnitReceived':
      if (account === 'transit') return goTo('stock');
      if (account === 'stock') return stay(duplicate ?? accepted);
      return refuse(account === 'hold' ? 'unit-held' : `unit-${account}`);
    case 'UnitDelivered':
      if (account === 'stock' || account === 'transit') return goTo('delivered');
      return refuse(account === 'hold' ? 'unit-held' : account === 'delivered' ? 'already-delivered' : 'unit-scrapped');
    case 'UnitReturned':
      if (account === 'delivered') return goTo(onItsWayAfter(before, fact) ? 'transit' : 'stock');
      return refuse(account === 'scrapped' ? 'unit-scrapped' : 'not-delivered');
    default:
      if (account === 'delivered') return refuse('unit-delivered');
      return account === 'scrapped' ? refuse('already-scrapped') : goTo('scrapped');
  }
}

function producedAgain(first: Fact, fact: Fact): Decision {
  const alike = ['plant', 'line', 'model'].every((field) => first.data[field] === fact.data[field]);
  const differs = first.at !== fact.at || first.data.variant !== fact.data.variant;
  return alike ? same(differs, first.at) : refused('already-produced');
}

const near = (first: Fact, fact: Fact): boolean =>
  first.type === fact.type && first.data.site === fact.data.site && Math.abs(first.at - fact.at) <= DAY;

/** Late facts that are one: two holds or releases of a day can be told apart by nothing but their instants. */
const lateAndTheSame = (first: Fact, fact: Fact): boolean =>
  near(first, fact) && (!/Held|Released/.test(fact.type) || first.at === fact.at);

/** What makes a second fact of a type possible. */
const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  UnitHeld: ['UnitReleased'],
  UnitReleased: ['UnitHeld'],
  UnitShipped: ['UnitReceived', 'UnitReturned'],
  UnitReceived: ['UnitShipped'],
  UnitDelivered: ['UnitReturned'],
  UnitReturned: ['UnitDelivered'],
};

/** What a life would refuse is the same fact told again, unless what makes a second one possible lies between. */
const refusedAndTheSame = (before: readonly Fact[], first: Fact, fact: Fact): boolean =>
  near(first, fact) &&
  !before.some(({ type, at }) => BETWEEN[fact.type]?.includes(type) === true && at >= first.at && at <= fact.at);

/** A shipment or receipt that was told late moves the unit only where no later fact says where it was since. */
function reportedLate(standing: Standing, before: readonly Fact[], fact: Fact): Step {
  const place = fact.type === 'UnitShipped' ? 'transit' : 'stock';
  const history: Step = { decision: accepted, standing };
  if (before.some(({ type, at }) => at > fact.at && PLACING.includes(type))) return history;
  if (standing.account === 'hold') return { decision: accepted, standing: { ...standing, back: place } };
  if (standing.account !== 'stock' && standing.account !== 'transit') return history;
  return { decision: accepted, standing: { ...standing, account: place } };
}

/** A delivery since says where the unit was at last, and it came back from there. */
function onItsWayAfter(before: readonly Fact[], { at }: Fact): boolean {
  const since = before.filter((fact) => fact.at > at && PLACING.includes(fact.type));
  return since.sort((a, b) => a.at - b.at).at(-1)?.type === 'UnitShipped';
}

/** A second receipt of what is in stock moves nothing: one life holds both. */
const isReceivedAgain = ({ account }: Standing, before: readonly Fact[], { type, at }: Fact): boolean =>
  type === 'UnitReceived' && account === 'stock' && !before.some((other) => other.at > at);

/** A whole life in the order of its stream, or undefined where it cannot have been. */
export function lived(facts: readonly Fact[]): Standing | undefined {
  let standing = unborn;
  for (const [index, fact] of facts.entries()) {
    const next = step(standing, facts.slice(0, index), fact);
    if (next.decision.result !== 'accepted' && !isReceivedAgain(standing, facts.slice(0, index), fact))
      return undefined;
    standing = next.standing;
  }
  return standing;
}
