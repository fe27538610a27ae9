import type { Service } from '../service.js';
import { startExampleService } from './examples/example-service.js';
import { OPERATIONS } from './operations/index.js';

let service: Service;
beforeAll(async () => {
  service = await startExampleService();
});
afterAll(() => service.close());

it('the document has every path and method that the service answers, and no other', () => {
  const documented = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.toSorted()).toEqual(routesOf(service).toSorted());
});

/** What Fastify says it knows. HEAD is answered wherever GET is; the page's assets are files, not part of the interface. */
function routesOf({ app }: Service): string[] {
  const above: string[] = [];
  return app
    .getHttpAdapter()
    .getInstance()
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', label = '', methods = ''] = /^([│├└─ ]*)(\S+) \(([^)]+)\)/.exec(line) ?? [];
      const depth = indent.length / 4;
      above.splice(depth - 1);
      const path = above.join('') + label;
      above.push(label);
      if (label === '' || label === '*') return [];
      const written = path.replaceAll(/:(\w+)/g, '{$1}');
      return methods
        .split(', ')
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${written}`);
    });
}
