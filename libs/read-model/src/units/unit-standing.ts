import type { Life, UnitState } from '@plant-ledger/domain';

/** A vehicle's state by its facts. Times are milliseconds since 1970 UTC. */
export interface UnitStanding {
  /** `none` while facts wait for its production. */
  readonly account: Life['account'];
  readonly plant: string | null;
  readonly line: string | null;
  readonly model: string | null;
  readonly variant: string | null;
  readonly producedAt: number | null;
  /** Of the delivery in effect. */
  readonly deliveredAt: number | null;
}

export function unitStanding({ life: { account, produced }, facts }: UnitState): UnitStanding {
  const delivery = account === 'delivered' ? facts.findLast(({ move }) => move?.to === 'delivered') : undefined;
  return {
    account,
    plant: produced?.plant ?? null,
    line: produced?.line ?? null,
    model: produced?.model ?? null,
    variant: produced?.variant ?? null,
    producedAt: produced?.occurredAt ?? null,
    deliveredAt: delivery?.occurredAt ?? null,
  };
}
