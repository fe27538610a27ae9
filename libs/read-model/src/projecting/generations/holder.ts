import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A unique name for a lease's holder, from which a person can tell the process. */
export function holderName(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`;
}
