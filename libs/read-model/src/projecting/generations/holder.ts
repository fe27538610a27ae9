import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for one who takes a lease: no two are alike, and a person can tell which process it is. */
export function holderName(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`;
}
