export * from './port.js';
export { openEventStore } from './open.js';
