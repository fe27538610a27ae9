import { exitCodeOf, Failure, sentenceOf } from './failure.js';

describe('what is said of an error', () => {
  it('that a person can act on is its sentence', () => {
    expect(sentenceOf(new Failure('Do this.'))).toBe('Do this.');
    expect(sentenceOf(Object.assign(new Error('Set that.'), { name: 'ConfigurationError' }))).toBe('Set that.');
  });

  it('of the system names the file and the reason', () => {
    const error = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: '/data' });
    expect(sentenceOf(error)).toBe('/data: permission is denied (EACCES).');
  });

  it('that is a defect has its stack, to be reported', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).toMatch(/TypeError: x is undefined\n +at /);
  });

  it('ends the command with 1 where it names no other exit code', () => {
    expect([exitCodeOf(new Error('x')), exitCodeOf(new Failure('x')), exitCodeOf(new Failure('x', 2))]).toEqual([
      1, 1, 2,
    ]);
  });
});
