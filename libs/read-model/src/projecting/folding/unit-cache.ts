import type { UnitState } from '@plant-ledger/domain';

export type UnitCache = ReturnType<typeof createUnitCache>;

/** Units held in memory: those of the batch, and the latest ones before them. */
export function createUnitCache(limit: number) {
  const units = new Map<string, UnitState>();
  return {
    has: (vin: string) => units.has(vin),
    get: (vin: string) => units.get(vin),
    set: (vin: string, unit: UnitState) => void units.set(vin, unit),
    /** Drops the oldest beyond the limit; to be called between batches. */
    trim(): void {
      for (const oldest of units.keys()) {
        if (units.size <= limit) return;
        units.delete(oldest);
      }
    },
  };
}
