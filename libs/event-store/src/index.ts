export * from './port.js';
export { backupEventStore, openEventStore } from './open.js';
export { logPages } from './log-pages.js';
export { appendBytes, prepareAppend } from './prepare.js';
