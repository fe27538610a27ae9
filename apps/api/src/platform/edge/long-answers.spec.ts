import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { LongAnswers } from './long-answers.js';

const LONG = 'x'.repeat(100_000);

class Connection extends EventEmitter {
  destroyed = false;
}

/** Gives an answer over a connection; tells what is given in fact, and how to say that it has been sent. */
function answered(
  answers: LongAnswers,
  payload: unknown,
  { socket = new Connection(), method = 'GET', url = '/v1/stock' } = {},
) {
  const raw = new EventEmitter();
  const headers = new Map<string, unknown>([['etag', '"1"']]);
  const reply = {
    raw,
    status: () => reply,
    headers(more: object) {
      for (const [name, value] of Object.entries(more)) headers.set(name, value);
      return reply;
    },
    removeHeader: (name: string) => headers.delete(name),
  };
  const request = { method, routeOptions: { url }, raw: { socket } };
  let given: unknown;
  answers.bound(request as never, reply as never, payload, (_error, instead) => (given = instead));
  return { isGiven: given === payload, headers, sent: () => raw.emit('close') };
}

it('long answers are given while there is room, and again once some have been sent', () => {
  const answers = new LongAnswers(250_000);
  const [first] = [answered(answers, LONG), answered(answers, Buffer.from(LONG))];
  expect(answers.held).toBe(200_000);
  const { isGiven, headers } = answered(answers, LONG);
  expect([isGiven, headers.has('etag'), headers.get('retry-after')]).toEqual([false, false, '5']);
  first.sent();
  expect(answered(answers, LONG).isGiven).toBe(true);
  expect([answers.held, answers.refused]).toEqual([200_000, 1]);
});

it('short answers, streams and what is not sent at all always go out, and are not counted', () => {
  const answers = new LongAnswers(0);
  const gone = Object.assign(new Connection(), { destroyed: true });
  for (const given of [
    answered(answers, 'x'.repeat(65_536)),
    answered(answers, undefined),
    answered(answers, Readable.from([LONG])),
    answered(answers, LONG, { method: 'HEAD' }),
    answered(answers, LONG, { socket: gone }),
  ])
    expect(given.isGiven).toBe(true);
  expect([answers.held, answers.refused]).toEqual([0, 0]);
});

it('what was sent, and metrics, are answered from as much room again', () => {
  const answers = new LongAnswers(250_000);
  for (let given = 0; given < 3; given += 1) answered(answers, LONG);
  expect(answered(answers, LONG).isGiven).toBe(false);
  expect(answered(answers, LONG, { method: 'POST' }).isGiven).toBe(true);
  expect(answered(answers, LONG, { url: '/metrics' }).isGiven).toBe(true);
  expect(answered(answers, LONG, { method: 'POST' }).isGiven).toBe(true);
  expect(answered(answers, LONG, { method: 'POST' }).isGiven).toBe(false);
});

it('a connection that is closed gives back what all answers on it held, those too that were waiting', () => {
  const answers = new LongAnswers();
  const socket = new Connection();
  const [first] = [answered(answers, LONG, { socket }), answered(answers, LONG, { socket })];
  answered(answers, LONG);
  socket.emit('close');
  first.sent();
  expect(answers.held).toBe(100_000);
});
