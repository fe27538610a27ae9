import type { IncomingMessage } from 'node:http';
import { requestIdOf, traceIdOf } from './request-ids.js';

const asked = (given?: string) => ({ headers: { 'x-request-id': given } }) as unknown as IncomingMessage;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('what a request is known by', () => {
  it.each(['a', 'gate-3:4711', 'aGVsbG8=', 'x'.repeat(128)])('is what the caller calls it: %s', (given) => {
    expect(requestIdOf(asked(given))).toBe(given);
  });

  it.each([undefined, '', 'a b', 'a\nb', '{"a":1}', 'ü', 'x'.repeat(129)])(
    'is a new id where the caller gives none that is fit for a log: %j',
    (given) => {
      const [one, other] = [requestIdOf(asked(given)), requestIdOf(asked(given))];
      expect(one).toMatch(/^[0-9a-f-]{36}$/);
      expect(other).not.toBe(one);
    },
  );

  it('is the trace it belongs to, where it says so as W3C Trace Context has it', () => {
    expect(traceIdOf(`00-${TRACE}-00f067aa0ba902b7-01`)).toBe(TRACE);
    expect(traceIdOf(`cc-${TRACE}-00f067aa0ba902b7-01-more`)).toBe(TRACE);
    for (const wrong of [
      undefined,
      '',
      TRACE,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
      `00-${TRACE}-short-01`,
    ])
      expect(traceIdOf(wrong)).toBeUndefined();
  });
});
