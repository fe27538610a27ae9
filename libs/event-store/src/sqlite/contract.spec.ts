import { describeEventStoreContract } from '../contract/contract.js';
import { temporaryLog } from './temporary-log.js';

describeEventStoreContract('sqlite', temporaryLog);
