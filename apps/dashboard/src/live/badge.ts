import type { Connection } from './follow.js';

const WORDS: Readonly<Record<Connection, string>> = {
  live: '● live',
  asking: '● live, every 5 seconds',
  disconnected: '○ disconnected, trying again',
};

let known: Connection | undefined;

/** Says beside the page's name whether figures move by themselves; without a connection, what was known last. */
export function showConnection(connection = known): void {
  known = connection;
  const badge = document.getElementById('live');
  if (!badge || !connection || badge.dataset.connection === connection) return;
  badge.dataset.connection = connection;
  badge.textContent = WORDS[connection];
}
