import { runService } from './run-service.js';

// Files made from here on (logs, read models) are readable by their owner alone.
process.umask(0o077);
await runService(process.env);
