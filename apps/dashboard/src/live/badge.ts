import type { Connection } from './follow.js';

const WORDS: Readonly<Record<Connection, string>> = {
  live: '● live',
  asking: '● live, every 5 seconds',
  disconnected: '○ disconnected, trying again',
};

let known: Connection | undefined;

/** Shows beside the page's name whether figures update by themselves; without a connection, the last known state. */
export function showConnection(connection = known): void {
  known = connection;
  const badge = document.getElementById('live');
  if (!badge || !connection || badge.dataset.connection === connection) return;
  badge.dataset.connection = connection;
  badge.textContent = WORDS[connection];
}
