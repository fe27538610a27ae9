import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For the environment of child processes: what one has compiled, the others need not compile again. Node keeps it by content. */
export const COMPILED_ONCE = { NODE_COMPILE_CACHE: join(tmpdir(), 'plant-ledger-compile-cache') } as const;
