import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { Failure, reasonOf } from './failure.js';
import { configuredServer, serverAddress } from './options.js';

/** A running ledger, and the key that it is asked with. */
export interface LedgerAt {
  readonly server: string;
  readonly key?: string | undefined;
}

/** The options of a command that asks a running ledger. */
export interface ServerOptions {
  readonly server: string;
  readonly keyFile?: string;
}

/** Adds `--server` and `--key-file`. */
export function withServer(command: Command): Command {
  return command
    .addOption(
      new Option('--server <address>', 'the ledger to ask')
        .argParser(serverAddress)
        .default(configuredServer(process.env)),
    )
    .addOption(keyFileOption());
}

export function keyFileOption(): Option {
  return new Option('--key-file <file>', 'the API key to ask it with (default: LEDGER_KEY)');
}

/** @throws Failure when the file of the key cannot be read. */
export function ledgerAt({ server, keyFile }: ServerOptions): LedgerAt {
  return { server, key: keyFrom(keyFile) };
}

export function keyFrom(file: string | undefined): string | undefined {
  if (file === undefined) return process.env.LEDGER_KEY || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Failure(`The key in ${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/** As headers of a request. */
export function authorization(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

interface Asking {
  /** Sent as JSON, by POST. */
  readonly body?: object;
  /** How long the answer may take, milliseconds. */
  readonly patience?: number;
}

/** Nothing answers there. */
export class NothingAnswersError extends Failure {}

/**
 * The JSON that a running ledger answers.
 * @throws NothingAnswersError; Failure when it refuses, or is something else than a ledger.
 */
export async function askLedger(
  { server, key }: LedgerAt,
  path: string,
  { body, patience = 10_000 }: Asking = {},
): Promise<unknown> {
  const response = await fetch(`${server}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...authorization(key), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  }).catch((error: unknown) => {
    throw new NothingAnswersError(
      `No ledger answers at ${server}: ${reasonOf(causeOf(error))}. "ledger serve" starts one.`,
    );
  });
  const answer = parsed(await response.text());
  if (response.ok && typeof answer === 'object' && answer !== null) return answer;
  const detail =
    typeof answer === 'object' && answer !== null && 'detail' in answer ? String(answer.detail) : 'is it a ledger?';
  const help = response.status === 401 ? ' Give the key with LEDGER_KEY or --key-file.' : '';
  throw new Failure(`${server}${path} answered ${response.status}: ${detail}${help}`);
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
