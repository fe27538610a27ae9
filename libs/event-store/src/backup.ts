import { storeAddress } from './address.js';
import { StoreRequestError } from './port.js';
import { backupSqliteLog, type LogBackup } from './sqlite/backup.js';

/**
 * Copies the embedded log that a configuration value names to a new file, as of one moment, beside its writer.
 * @throws StoreRequestError when there is no log, the file is there already, or the copy could not be made or is not good.
 */
export function backupEventStore(url: string, file: string): LogBackup {
  const address = storeAddress(url);
  if (address.engine === 'sqlite') return backupSqliteLog(address.file, file);
  throw new StoreRequestError(
    'This log is kept by an EventStoreDB or KurrentDB: back it up with the ways of that server, as its manual says.',
  );
}
