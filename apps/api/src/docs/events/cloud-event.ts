import { z } from 'zod';

/**
 * What the intake requires of a CloudEvent before it reads its type. `libs/intake` validates by hand, since it handles
 * millions; a test keeps the two in agreement.
 */
const LONGEST = 2048;
const attribute = z.string().min(1).max(LONGEST).meta({ pattern: '^[^\\u0000-\\u001f\\u007f]*$' });
const carried = z.string().max(LONGEST);

export const ATTRIBUTES = {
  specversion: z.literal('1.0'),
  id: attribute.meta({ description: 'Unique within the source. Sending the same id again is safe.' }),
  source: attribute.meta({ description: 'Who tells it.', examples: ['//bj-1.example/mes'] }),
  type: attribute.meta({ description: 'A type of event, bare, or with a dotted prefix and `.v1`.' }),
  time: attribute.meta({ description: 'When it happened: RFC 3339 with an offset.', format: 'date-time' }),
};

export const EXTENSIONS = {
  datacontenttype: z.string().optional().meta({ description: 'JSON in any case.' }),
  dataschema: z.string().optional().meta({ description: 'May name the schema under `/schemas/v1`; not looked at.' }),
  subject: z.string().optional().meta({ description: 'Not looked at.' }),
  actor: carried.optional().meta({ description: 'Kept beside the event, where its data has none.' }),
  correlationid: carried.optional().meta({ description: 'Kept beside the event; else `traceparent` is.' }),
  traceparent: carried.optional(),
  sequence: z
    .union([carried, z.number()])
    .optional()
    .meta({ description: 'Numbers the events of the source, so that gaps are seen: `/v1/sources`.' }),
};
