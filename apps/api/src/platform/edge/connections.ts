import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';

/** Files that the service itself holds open or may need: log, read model, its readers, what Node keeps. */
const OWN_FILES = 128;

/**
 * At most `asked` connections, fewer where the process may not open as many files, so that one more connection takes no
 * file from the service.
 */
export class Connections {
  readonly most: number;
  open = 0;
  /** How many were closed at once for lack of room. */
  refused = 0;

  constructor(asked: number, files: number = openFilesAllowed()) {
    this.most = Math.max(1, Math.min(asked, files - OWN_FILES));
  }

  watch(server: Server): void {
    server.maxConnections = this.most;
    server.on('connection', (socket) => {
      this.open += 1;
      socket.once('close', () => (this.open -= 1));
    });
    server.on('drop', () => (this.refused += 1));
  }
}

/** The soft limit of this process; infinite where the system does not report it as Linux does. */
function openFilesAllowed(): number {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}
