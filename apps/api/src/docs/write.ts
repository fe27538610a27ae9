import { writeFile } from 'node:fs/promises';
import { asyncApiDocument } from './asyncapi/document.js';
import { committed } from './committed.js';
import { startExampleService } from './examples/example-service.js';
import { play } from './examples/play.js';
import { recordedName, type Recorded } from './examples/recorded.js';
import { steady } from './examples/steady.js';
import { openApiDocument } from './openapi/document.js';

/** Plays the examples, and writes the documents into the working directory, which must be the repository. */
async function write(): Promise<void> {
  const recorded = await record();
  await writeFile('apps/api/src/docs/examples/recorded.json', committed(recorded));
  await writeFile('docs/openapi.json', committed(openApiDocument(recorded)));
  await writeFile('docs/asyncapi.json', committed(asyncApiDocument()));
}

async function record(): Promise<Recorded> {
  const service = await startExampleService();
  try {
    const recorded: Record<string, unknown> = {};
    for await (const { operation, example, status, mediaType, text } of play(service.url)) {
      const name = recordedName(operation.id, example.name);
      if (status !== example.status) throw new Error(`${name} is answered ${status}, not ${example.status}: ${text}`);
      recorded[name] = steady(mediaType, text);
    }
    return recorded;
  } finally {
    await service.close();
  }
}

await write();
