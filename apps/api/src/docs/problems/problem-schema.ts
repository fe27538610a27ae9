import { problem } from '@plant-ledger/contract';
import { answerSchema, type JsonSchema } from '../../describing/json-schema.js';
import { PROBLEM_CODES } from './problem-codes.js';

export function problemSchema(): JsonSchema {
  const schema = answerSchema(problem);
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>;
  const meanings = Object.entries(PROBLEM_CODES).map(([code, meaning]) => `- \`${code}\`: ${meaning}`);
  const code = {
    ...properties.code,
    description: `Stable: programs go by it. More may come.\n${meanings.join('\n')}`,
    examples: Object.keys(PROBLEM_CODES),
  };
  return { ...schema, properties: { ...properties, code } };
}
