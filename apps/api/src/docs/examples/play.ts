import { OPERATIONS } from '../operations/index.js';
import type { Example, Operation } from '../../describing/operation.js';

/** An example with the answer of a running service. */
export interface Played {
  readonly operation: Operation;
  readonly example: Example;
  readonly status: number;
  readonly mediaType: string;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends every example's request to a new ledger, in order. `url` is its origin, without a path. */
export async function* play(url: string): AsyncGenerator<Played> {
  for (const operation of OPERATIONS)
    for (const example of operation.examples) {
      await caughtUp(url);
      const answer = await fetch(url + addressOf(operation, example), {
        method: operation.method.toUpperCase(),
        headers: { ...example.headers, ...(example.mediaType !== undefined && { 'content-type': example.mediaType }) },
        body: bodyOf(example),
      });
      const [mediaType = ''] = (answer.headers.get('content-type') ?? '').split(';');
      yield {
        operation,
        example,
        status: answer.status,
        mediaType,
        headers: answer.headers,
        text: await answer.text(),
      };
    }
}

function addressOf(operation: Operation, { path = {}, query = {} }: Example): string {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? filled : `${filled}?${asked}`;
}

function bodyOf({ body }: Example): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

async function caughtUp(url: string): Promise<void> {
  const { head } = (await (await fetch(`${url}/v1/status`)).json()) as { readonly head: string };
  const answer = await fetch(`${url}/v1/network?minPosition=${head}`);
  if (answer.status !== 200) throw new Error(`the figures do not come: ${await answer.text()}`);
}
