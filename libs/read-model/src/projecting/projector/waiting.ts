import type { Position } from '@plant-ledger/event-store';

/** Callers that wait until the read model has reached a position. */
export function createWaiting() {
  const waiters = new Set<{ readonly position: Position; readonly answer: (reached: boolean) => void }>();
  return {
    /**
     * Resolves true once `reached` was called with the position, false after this many milliseconds or when all are
     * dismissed.
     */
    wait: (position: Position, milliseconds: number) =>
      new Promise<boolean>((resolve) => {
        const waiter = {
          position,
          answer: (reached: boolean) => {
            clearTimeout(timer);
            waiters.delete(waiter);
            resolve(reached);
          },
        };
        const timer = setTimeout(waiter.answer, milliseconds, false);
        waiters.add(waiter);
      }),
    reached(position: Position): void {
      for (const waiter of waiters) if (waiter.position <= position) waiter.answer(true);
    },
    sendAway(): void {
      for (const waiter of waiters) waiter.answer(false);
    },
  };
}
