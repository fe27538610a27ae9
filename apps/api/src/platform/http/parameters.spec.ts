import { z } from 'zod';
import { asOf, date, fresh, groupBy, inOrder, limit, month, oneOf, parameters, position } from './parameters.js';
import { ProblemException } from './problem.js';

function refusal(schema: z.ZodType, query: unknown): ProblemException {
  try {
    parameters(schema, query);
  } catch (error) {
    if (error instanceof ProblemException) return error;
  }
  throw new Error('it was not refused');
}

describe('query parameters', () => {
  it('are read as what they mean', () => {
    const schema = inOrder({
      from: month.optional(),
      to: month.optional(),
      groupBy: groupBy(['plant', 'model']).optional(),
      state: oneOf(['waiting', 'rejected']),
      limit: limit(100),
      ...fresh,
    });
    const query = {
      from: '2024-03',
      to: '2024-07',
      groupBy: 'model,plant',
      state: 'waiting',
      limit: '7',
      minPosition: '12',
    };
    expect(parameters(schema, query)).toEqual({ ...query, groupBy: ['plant', 'model'], limit: 7, minPosition: 12n });
  });

  it('are refused by name, each one that is wrong or unknown', () => {
    const schema = z.strictObject({ from: month.optional(), limit: limit(100) });
    const { code, detail, problem, message } = refusal(schema, { from: '2024-13', limit: '0', form: 'x', 'a/b': '' });
    expect([code, message]).toEqual(['invalid-parameter', detail]);
    expect(problem.errors).toEqual([
      { pointer: '/query/from', message: 'must be a month as YYYY-MM' },
      { pointer: '/query/limit', message: 'must be a whole number from 1 to 100' },
      { pointer: '/query/form', message: 'is not a parameter of this path' },
      { pointer: '/query/a~1b', message: 'is not a parameter of this path' },
    ]);
  });

  it('are refused when given twice', () => {
    expect(refusal(z.strictObject({ from: month }), { from: ['2024-01', '2024-02'] }).detail).toContain(
      'from: must be given once',
    );
  });

  it('are refused when the period ends before it begins', () => {
    const { problem } = refusal(inOrder({ from: date, to: date }), { from: '2024-02-01', to: '2024-01-31' });
    expect(problem.errors).toEqual([{ pointer: '/query/to', message: 'must not be before from, which is 2024-02-01' }]);
  });

  it('take a position or an instant as asOf, and no bare date', () => {
    const schema = z.strictObject({ asOf });
    expect(parameters(schema, { asOf: '42' }).asOf).toEqual({ kind: 'position', position: 42n });
    const instant = Date.parse('2024-07-28T16:00:00Z');
    expect(parameters(schema, { asOf: '2024-07-29T00:00:00+08:00' }).asOf).toEqual({ kind: 'instant', instant });
    for (const wrong of ['2024-07-29', '2024-07-29T00:00:00', '-1', '1e3', '9223372036854775808', ''])
      expect(refusal(schema, { asOf: wrong }).problem.errors).toMatchObject([{ pointer: '/query/asOf' }]);
  });

  it.each(['plant,plant', 'plant,', 'colour', ''])('refuse the grouping "%s"', (grouping) => {
    expect(refusal(z.strictObject({ groupBy: groupBy(['plant', 'model']) }), { groupBy: grouping }).code).toBe(
      'invalid-parameter',
    );
  });

  it('take positions up to the largest a log can have', () => {
    expect(parameters(z.strictObject({ p: position }), { p: '9223372036854775807' }).p).toBe(9223372036854775807n);
  });
});
