import { isEventType, type EventType } from '@plant-ledger/domain';

const known = new Map<string, EventType>();

/** `UnitProduced`, `com.example.mes.UnitProduced` and `com.example.mes.UnitProduced.v1` are one type; others are undefined. */
export function bareType(type: string): EventType | undefined {
  const remembered = known.get(type);
  if (remembered) return remembered;
  const bare = /^(?:[A-Za-z0-9_-]+\.)*([A-Za-z]+?)(?:\.v1)?$/.exec(type)?.[1];
  if (bare === undefined || !isEventType(bare)) return undefined;
  if (known.size < 1_000) known.set(type, bare);
  return bare;
}
