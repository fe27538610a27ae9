import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { Position } from '../port.js';

/** How long the server may take to say whether it knows a position, in milliseconds. */
const PROBE_TIME = 5_000;
const GRPC_INVALID_ARGUMENT = 3;

/**
 * Whether the server refuses to read from this position because no event begins there. A failed read does not say why; a
 * subscription does.
 */
export function refusesPosition(client: Pick<KurrentDBClient, 'subscribeToAll'>, position: Position): Promise<boolean> {
  return new Promise((resolve) => {
    const fromPosition = { commit: position, prepare: position };
    const subscription = client.subscribeToAll({ fromPosition, requiresLeader: true });
    const settle = (refused: boolean): void => {
      clearTimeout(timer);
      resolve(refused);
      subscription.unsubscribe().catch(() => undefined);
      subscription.destroy();
    };
    const timer = setTimeout(() => settle(false), PROBE_TIME);
    subscription.on('error', (error: unknown) => settle(codeOf(error) === GRPC_INVALID_ARGUMENT));
    // It confirms a subscription before it checks the position.
    subscription.on('caughtUp', () => settle(false));
    subscription.on('data', () => settle(false));
  });
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
