import { z } from 'zod';
import { asOfAt, whole, type Answer } from './words.js';

const sites = { sales: whole, service: whole, delivery: whole };

export const network = z.strictObject({
  ...asOfAt,
  ...sites,
  cities: whole.meta({ description: 'Cities with an open site.' }),
  perCity: z.array(z.strictObject({ city: z.string(), ...sites })),
});

export type Network = Answer<typeof network>;
