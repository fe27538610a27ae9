import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { codeOf, Failure, reasonOf } from './failure.js';
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

/** @throws Failure, which repeats nothing of the key, when the file cannot be read or there is no key. */
export function keyFrom(file: string | undefined, variables: NodeJS.ProcessEnv = process.env): string | undefined {
  if (file === undefined) return variables.LEDGER_KEY ? keyIn(variables.LEDGER_KEY, 'LEDGER_KEY') : undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (CREDENTIAL_BEGINS.test(file))
      throw new Failure('--key-file takes the name of a file that holds the key, not the key itself.');
    throw new Failure(`The key in ${file} cannot be read: ${reasonOf(error)}.`);
  }
  return keyIn(text, file);
}

function keyIn(text: string, where: string): string {
  const key = text.trim();
  if (BEARER.test(key)) return key;
  throw new Failure(`${where} holds no API key: that is one word, such as plk_… or an access token, and nothing else.`);
}

/** What may stand behind "Bearer" (RFC 6750): an API key has only such characters, too. */
const BEARER = /^[\w.~+/-]+=*$/;
/** Of an API key, and of a JSON Web Token. */
const CREDENTIAL_BEGINS = /^(plk_|eyJ)/;

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

/** No program listens there, so no ledger runs there. */
export class NothingListensError extends Failure {}

/**
 * The JSON that a running ledger answers.
 * @throws NothingListensError; Failure when it does not answer for another reason, refuses, or is something else than a
 * ledger.
 */
export async function askLedger({ server, key }: LedgerAt, path: string, asking: Asking = {}): Promise<unknown> {
  const { ok, status, text } = await answerOf(`${server}${path}`, key, asking).catch((error: unknown) => {
    throw noAnswer(server, error);
  });
  const answer = parsed(text);
  if (ok && typeof answer === 'object' && answer !== null) return answer;
  const help = status === 401 ? ' Give the key with LEDGER_KEY or --key-file.' : '';
  throw new Failure(`${server}${path} answered ${status}: ${problemText(answer)}${help}`);
}

async function answerOf(url: string, key: string | undefined, { body, patience = 10_000 }: Asking) {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { ...authorization(key), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  return { ok: response.ok, status: response.status, text: await response.text() };
}

function noAnswer(server: string, error: unknown): Failure {
  const cause = causeOf(error);
  const sentence = `No ledger answers at ${server}: ${reasonOf(cause)}.`;
  return isRefused(cause) ? new NothingListensError(`${sentence} "ledger serve" starts one.`) : new Failure(sentence);
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? (error.cause ?? error) : error;
}

/** Of a name with several addresses, each has to refuse. */
function isRefused(cause: unknown): boolean {
  if (typeof cause === 'object' && cause !== null && 'errors' in cause && Array.isArray(cause.errors))
    return cause.errors.every(isRefused);
  return codeOf(cause) === 'ECONNREFUSED';
}

/** What is wrong, and with which fields. */
function problemText(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('detail' in answer)) return 'is it a ledger?';
  const errors = 'errors' in answer && Array.isArray(answer.errors) ? (answer.errors as readonly FieldError[]) : [];
  const fields = errors.map(({ pointer, message }) => ` ${pointer}: ${message.replace(/\.$/, '')}.`);
  return `${String(answer.detail)}${fields.join('')}`;
}

interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
