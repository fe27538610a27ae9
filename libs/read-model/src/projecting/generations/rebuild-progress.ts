import type { Position } from '@plant-ledger/event-store';

export interface RebuildProgress {
  readonly stage: 'filling' | 'indexing' | 'comparing';
  readonly generation: string;
  readonly position: Position;
  readonly target: Position;
  /** Events of the ledger that were projected since this rebuild began or resumed. */
  readonly events: number;
}
