import type { ReadModel } from './read-model.js';

/** What was given names no read model that this version can open. */
export class ReadModelRequestError extends Error {
  override readonly name = 'ReadModelRequestError';
}

/**
 * Opens the read model a configuration value names: `sqlite:./data/read-model`, a folder that is made when missing.
 * @throws ReadModelRequestError when the value names none.
 */
export async function openReadModel(url: string): Promise<ReadModel> {
  const folder = url.startsWith('sqlite:') ? url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') : '';
  if (folder === '' || folder.startsWith('//') || folder.startsWith(':'))
    throw new ReadModelRequestError(
      'A read model must be sqlite: and a folder, such as sqlite:./data/read-model or sqlite:/var/lib/ledger/read-model.',
    );
  const { openSqliteReadModel } = await import('./sqlite-read-model.js');
  return openSqliteReadModel(folder);
}
