import { parentPort, workerData } from 'node:worker_threads';
import { lookAt } from './check-files.js';

parentPort?.postMessage((workerData as readonly string[]).map(lookAt));
