#!/usr/bin/env node
// Imports nothing that an old Node.js cannot load, so that it can still say what to do.
import { tooOld } from './node-version.js';

if (tooOld === undefined) {
  // Files made from here on (logs, read models, backups, reports) are readable by their owner alone.
  process.umask(0o077);
  const { run } = await import('./run.js');
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write(`${tooOld}\n`);
  process.exitCode = 1;
}
