export * from './port.js';
export { openEventStore } from './open.js';
export { backupEventStore } from './backup.js';
export { logPages } from './log-pages.js';
