import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';

/** Files that the service itself holds open or may need: log, read model, its readers, what Node keeps. */
const OWN_FILES = 128;

export interface Connections {
  readonly most: number;
  readonly open: number;
  /** How many were closed at once for lack of room. */
  readonly refused: number;
  watch(server: Server): void;
}

/**
 * At most `asked` connections, fewer where the process may not open as many files, so that one more connection takes no
 * file from the service.
 */
export function createConnections(asked: number, files: number = openFilesAllowed()): Connections {
  const most = Math.max(1, Math.min(asked, files - OWN_FILES));
  let [open, refused] = [0, 0];
  return {
    most,
    get open() {
      return open;
    },
    get refused() {
      return refused;
    },
    watch(server) {
      server.maxConnections = most;
      server.on('connection', (socket) => {
        open += 1;
        socket.once('close', () => (open -= 1));
      });
      server.on('drop', () => (refused += 1));
    },
  };
}

/** The soft limit of this process; infinite where the system does not report it as Linux does. */
function openFilesAllowed(): number {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}
