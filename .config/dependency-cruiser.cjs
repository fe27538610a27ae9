// The arrows of the architecture: apps → intake → ledger → domain; apps → read-model → domain;
// ledger and read-model → the event store's port.

const tests =
  '[.](spec|contract)[.]ts$|^libs/(event-store/src|read-model/src/database)/contract/|[.]fixture[.]ts$|^(apps|libs)/.*/testing/';
const libsBut = (...names) => `^libs/(?!(${names.join('|')})/)`;

/** What the sources of one lib may not import from other libs; its tests may use any. */
const arrow = (lib, ...mayImport) => ({
  name: `${lib}-imports-only-${mayImport.join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: tests },
  to: { path: libsBut(lib, ...mayImport) },
});

/** A module that only the named places may import. */
const only = (name, module, places) => ({
  name,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: [...places, tests] },
  to: { path: module },
});

module.exports = {
  forbidden: [
    arrow('domain'),
    arrow('event-store'),
    arrow('ledger', 'domain', 'event-store'),
    arrow('intake', 'ledger', 'domain'),
    arrow('read-model', 'domain', 'event-store'),
    {
      name: 'domain-is-pure',
      comment: 'The domain has no I/O: it imports itself, zod and node:crypto.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: tests },
      to: { pathNot: '^libs/domain/|/zod/|^(node:)?crypto$' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'api-never-imports-cli',
      comment: 'The command line starts the service, not the other way round.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: tests },
      to: { path: '^apps/cli/' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: tests },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index[.]ts$'] },
    },
    {
      name: 'an-engine-is-chosen-in-open',
      comment: 'Only open.ts knows the engines of the event store; everything else knows the port.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [tests, '^libs/event-store/src/open[.]ts$', '^libs/event-store/src/(sqlite|kurrentdb)/'],
      },
      to: { path: '^libs/event-store/src/(sqlite|kurrentdb)/' },
    },
    {
      name: 'engines-do-not-know-each-other',
      severity: 'error',
      from: { path: '^libs/event-store/src/(sqlite|kurrentdb)/', pathNot: tests },
      to: { path: '^libs/event-store/src/(sqlite|kurrentdb)/', pathNot: '^libs/event-store/src/$1/' },
    },
    only('kurrentdb-client-only-in-its-engine', '/@kurrent/', ['^libs/event-store/src/kurrentdb/']),
    only('pg-only-in-its-engine', '/pg/', ['^libs/read-model/src/database/postgres/']),
    only('typeorm-only-in-the-read-model', '/typeorm/', ['^libs/read-model/']),
    only('opentelemetry-only-where-spans-are-made', '/@opentelemetry/', ['^apps/api/src/tracing/']),
    only('node-sqlite-only-where-a-database-is', '^(node:)?sqlite$', [
      '^libs/event-store/src/sqlite/',
      '^libs/read-model/',
    ]),
    {
      name: 'the-page-imports-only-itself',
      comment: 'It runs in a browser and knows the ledger by its HTTP interface alone.',
      severity: 'error',
      from: { path: '^apps/dashboard/src/' },
      to: { pathNot: '^apps/dashboard/src/|/echarts/|/tslib/' },
    },
    {
      name: 'nobody-imports-the-page',
      severity: 'error',
      from: { pathNot: '^apps/dashboard/' },
      to: { path: '^apps/dashboard/' },
    },
    {
      name: 'sources-do-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: tests },
      to: { path: `^test/|${tests}` },
    },
    {
      name: 'sources-run-without-dev-dependencies',
      comment: 'The image is installed without them.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
