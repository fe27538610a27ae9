import { readFileSync, statSync } from 'node:fs';
import { Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { ConfigurationError, type Configuration } from '@plant-ledger/configuration';

/** Milliseconds between two looks at the files. */
const LOOK_EVERY = 10_000;

/** Where it is said that a certificate was taken over, or could not be. */
interface TlsLog {
  info(sentence: string): void;
  error(sentence: string): void;
}

type Files = NonNullable<Configuration['tls']>;

/** @throws ConfigurationError where the files are no certificate and its key. */
export function readTls({ certificate, key }: Files): SecureContextOptions {
  try {
    const read = { cert: readFileSync(certificate), key: readFileSync(key), minVersion: 'TLSv1.2' } as const;
    createSecureContext(read);
    return read;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `LEDGER_TLS_CERT_FILE and LEDGER_TLS_KEY_FILE are to be a certificate and its key in PEM, and are not: ${why}.`,
    );
  }
}

/** Takes a new certificate over when its files change; with a broken one the old one goes on. Returns how to stop that. */
export function reloadTls(server: object, files: Files, log: TlsLog): () => void {
  if (!(server instanceof Server)) throw new TypeError('the service does not answer over TLS');
  const changedAt = () => [files.certificate, files.key].map((file) => statSync(file).mtimeMs).join(' ');
  let known = changedAt();
  const timer = setInterval(() => {
    try {
      const now = changedAt();
      if (now === known) return;
      server.setSecureContext(readTls(files));
      known = now;
      log.info('The TLS certificate was taken over from its changed files.');
    } catch (error) {
      log.error(`The TLS certificate stays as it was: ${error instanceof Error ? error.message : String(error)}`);
    }
  }, LOOK_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
