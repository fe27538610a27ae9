import type { EventQuarantined, EventRetried, KeptEvent, QuarantineEventType } from './quarantine.events.js';

export interface QuarantineState {
  /** `none` before the first refusal. */
  readonly status: 'none' | 'rejected' | 'resolved' | 'discarded';
  readonly code: string;
  readonly contentHash: string;
  readonly event?: KeptEvent | undefined;
}

export const NEW_QUARANTINE: QuarantineState = { status: 'none', code: '', contentHash: '' };

export function evolveQuarantine(
  state: QuarantineState,
  event: { readonly type: string; readonly data: unknown },
): QuarantineState {
  switch (event.type as QuarantineEventType) {
    case 'EventQuarantined': {
      const { code, contentHash, event: kept } = event.data as EventQuarantined;
      return { status: 'rejected', code, contentHash, event: kept };
    }
    case 'EventRetried':
      return { ...state, status: 'rejected', code: (event.data as EventRetried).code };
    case 'EventResolved':
      return { ...state, status: 'resolved' };
    case 'EventDiscarded':
      return { ...state, status: 'discarded' };
  }
}

/** The same refusal of the same content again adds nothing, after an operator has discarded it neither. */
export function isNewRefusal(state: QuarantineState, refusal: Pick<EventQuarantined, 'code' | 'contentHash'>): boolean {
  return (
    state.status === 'none' ||
    state.status === 'resolved' ||
    state.code !== refusal.code ||
    state.contentHash !== refusal.contentHash
  );
}
