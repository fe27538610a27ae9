import type { Life, UnitState } from '@plant-ledger/domain';

/** How a vehicle stands, as its facts leave it. Times are milliseconds since 1970 UTC. */
export interface UnitStanding {
  /** `none` while facts wait for its production. */
  readonly account: Life['account'];
  readonly plant: string | null;
  readonly line: string | null;
  readonly model: string | null;
  readonly variant: string | null;
  readonly producedAt: number | null;
  /** Of the delivery in force. */
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
