export * from './port.js';
export { openEventStore, type OpenOptions } from './open.js';
