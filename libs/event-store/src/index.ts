export * from './port.js';
export { openEventStore } from './open.js';
export { logPages } from './log-pages.js';
