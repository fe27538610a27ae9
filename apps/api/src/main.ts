import { runService } from './run-service.js';

// What is made from here on (logs, read models) is its owner's alone.
process.umask(0o077);
await runService(process.env);
