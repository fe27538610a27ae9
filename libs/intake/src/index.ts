export * from './binary-mode.js';
export * from './cloud-event.js';
export * from './event-stream.js';
export * from './event-type.js';
export * from './json.js';
export * from './limits.js';
export * from './lines.js';
export * from './result.js';
