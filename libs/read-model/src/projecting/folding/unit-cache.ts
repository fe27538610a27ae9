import type { UnitState } from '@plant-ledger/domain';
import type { Units } from '../../units/units.projection.js';

/** Units held in memory: those of the batch, and the latest ones before them. */
export interface UnitCache extends Units {
  has(vin: string): boolean;
  /** Drops the oldest beyond the limit; to be called between batches. */
  trim(): void;
}

export function createUnitCache(limit: number): UnitCache {
  const units = new Map<string, UnitState>();
  return {
    has: (vin) => units.has(vin),
    get: (vin) => units.get(vin),
    set: (vin, unit) => void units.set(vin, unit),
    trim() {
      for (const oldest of units.keys()) {
        if (units.size <= limit) return;
        units.delete(oldest);
      }
    },
  };
}
