import { connect } from 'node:net';

// Clients that follow the ledger live, in a process of their own; asked over IPC, it says how far all of them have come.
const [url = '', count = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const GET = `GET /v1/live HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`;
/** Longer than one event is told in. */
const TAIL = 1_024;
/** What is read is looked at before anything else is: one buffer serves all. */
const buffer = Buffer.allocUnsafe(262_144);

const last: number[] = [];
await Promise.all(
  Array.from(
    { length: Number(count) },
    (_, number) =>
      new Promise<void>((resolve, reject) => {
        last[number] = -1;
        let rest = '';
        const callback = (length: number): boolean => {
          resolve();
          const text = rest + buffer.toString('latin1', Math.max(0, length - TAIL), length);
          const [, id] = /.*\nid: (\d+)\n/s.exec(text) ?? [];
          if (id !== undefined) last[number] = Number(id);
          rest = text.slice(-TAIL);
          return true;
        };
        const socket = connect({ port: Number(port), host: hostname, onread: { buffer, callback } });
        socket.once('connect', () => socket.write(GET));
        socket.once('error', reject);
        socket.once('close', () => (last[number] = -2));
      }),
  ),
);
process.on('message', (asked) => {
  if (asked === 'close') process.exit(0);
  process.send?.({ least: Math.min(...last), dropped: last.filter((position) => position === -2).length });
});
process.send?.('open');
