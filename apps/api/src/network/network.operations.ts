import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import { network } from './network.controller.js';

export const NETWORK: readonly Operation[] = [
  reading({
    id: 'network',
    path: '/v1/network',
    summary: 'Open sites by kind and city',
    query: network,
    answer: answers.network,
    examples: [asks('now', 'As it is known')],
  }),
];
