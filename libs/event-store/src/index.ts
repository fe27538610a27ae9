export * from './port.js';
export { backupEventStore, fileDamage, isDamage, logFile, openEventStore } from './open.js';
export { logPages } from './log-pages.js';
export { appendBytes, prepareAppend } from './prepare.js';
