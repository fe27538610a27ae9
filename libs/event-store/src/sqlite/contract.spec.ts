import { describeEventStoreContract } from '../contract/contract.js';
import { temporaryLog } from './testing/temporary-log.js';

describeEventStoreContract('sqlite', temporaryLog);
