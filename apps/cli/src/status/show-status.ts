import type { Status } from '@plant-ledger/contract';
import { askLedger, ledgerAt, type ServerOptions } from '../ask-ledger.js';
import { EXIT, Failure } from '../failure.js';
import { statusLines, verdictOf } from './status-lines.js';

const EXIT_OF = { 'caught up': EXIT.done, behind: EXIT.behind, stopped: EXIT.stopped } as const;

/** Prints the status of a running ledger, and returns the exit code: 0 up to date, 4 behind, 5 stopped. */
export async function showStatus(options: ServerOptions, json: boolean): Promise<number> {
  const { server } = options;
  const answer = await askLedger(ledgerAt(options), '/v1/status');
  if (!isStatus(answer)) throw new Failure(`${server}/v1/status does not answer as a ledger does.`);
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : statusLines(server, answer));
  return EXIT_OF[verdictOf(answer)];
}

function isStatus(answer: unknown): answer is Status {
  return typeof answer === 'object' && answer !== null && 'position' in answer && 'caughtUp' in answer;
}
