import { Failure, reasonOf } from './failure.js';

/**
 * Reads one answer of a running ledger.
 * @throws Failure when nothing answers there, or something else than a ledger.
 */
export async function readJson(server: string, path: string, milliseconds = 10_000): Promise<unknown> {
  const response = await fetch(`${server}${path}`, { signal: AbortSignal.timeout(milliseconds) }).catch(
    (error: unknown) => {
      throw new Failure(`No ledger answers at ${server}: ${reasonOf(causeOf(error))}. "ledger serve" starts one.`);
    },
  );
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok && typeof answer === 'object' && answer !== null) return answer;
  const detail =
    typeof answer === 'object' && answer !== null && 'detail' in answer ? String(answer.detail) : 'is it a ledger?';
  throw new Failure(`${server}${path} answered ${response.status}: ${detail}`);
}

function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
