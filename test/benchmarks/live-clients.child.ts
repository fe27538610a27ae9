import { connect } from 'node:net';

// Clients that follow the ledger live, in a process of their own; asked over IPC, it says how far all of them have come.
const [url = '', count = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const GET = `GET /v1/live HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`;
const ID = Buffer.from('\nid: ');

const last: number[] = [];
await Promise.all(
  Array.from(
    { length: Number(count) },
    (_, number) =>
      new Promise<void>((resolve, reject) => {
        last[number] = -1;
        const socket = connect(Number(port), hostname);
        socket.once('connect', () => socket.write(GET));
        socket.once('data', () => resolve());
        socket.on('data', (chunk) => {
          const at = chunk.lastIndexOf(ID);
          const id = at < 0 ? '' : chunk.toString('latin1', at + ID.length, at + ID.length + 20);
          // An id that is cut in two is told whole with the next one.
          if (id.includes('\n')) last[number] = Number.parseInt(id, 10);
        });
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
