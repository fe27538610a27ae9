import type { Position } from '@plant-ledger/event-store';

/** How far a rebuild is. */
export interface RebuildProgress {
  readonly stage: 'filling' | 'indexing' | 'comparing';
  readonly generation: string;
  readonly position: Position;
  readonly target: Position;
  /** Events of the ledger that were folded since this rebuild began or went on. */
  readonly events: number;
}
