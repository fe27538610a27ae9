import * as answers from '@plant-ledger/contract';
import type { Operation } from '../describing/operation.js';
import { asks, reading } from '../describing/reading.js';
import * as asked from './units.controller.js';

export const UNITS: readonly Operation[] = [
  reading({
    id: 'unit',
    path: '/v1/units/{vin}',
    tag: 'books',
    needs: 'vehicles',
    summary: 'One vehicle, and everything that was told of it',
    pathParameters: { vin: { type: 'string', description: 'Its identification number.' } },
    query: asked.unit,
    answer: answers.unit,
    problems: { 404: ['unknown-unit'] },
    examples: [
      asks('known', 'A vehicle', {}, { vin: 'LSUBJ000000000001' }),
      { name: 'unknown', summary: 'Nothing is known of it', path: { vin: 'LSUBJ000000000099' }, status: 404 },
    ],
  }),
];
