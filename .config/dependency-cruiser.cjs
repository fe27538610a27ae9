// The arrows of the architecture: apps → intake → ledger → domain; apps → read-model → domain;
// ledger and read-model → the event store's port; apps, intake and read-model → the contract of the HTTP interface.

const tests =
  '[.](spec|contract)[.]ts$|^libs/(event-store/src|read-model/src/projecting/engines)/contract/|[.]fixture[.]ts$|^(apps|libs)/.*/testing/';
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

/** What is known at every level of the read model: of figures these say nothing. */
const SHARED = ['projecting/projection', 'asking', 'places', 'books'];

/** The folders of figures, each with the others that it may ask. */
const FEATURES = {
  stock: [],
  network: [],
  lines: [],
  downtime: ['lines'],
  months: ['lines', 'downtime'],
  forecasts: ['network'],
  totals: ['stock', 'lines', 'months', 'forecasts'],
  units: [],
  milestones: ['network', 'forecasts', 'totals'],
  sources: [],
  quarantine: [],
  changes: ['stock', 'network', 'lines', 'downtime', 'totals', 'milestones'],
};
const ALL_FEATURES = Object.keys(FEATURES);

/** What each folder of the read model may import beside itself: features say what is made of the log, `assembled` lists them, `projecting` makes it. */
const READ_MODEL = {
  'projecting/status': [],
  'projecting/projection': ['projecting/status'],
  asking: [],
  places: ['projecting/projection', 'asking'],
  books: ['projecting/projection', 'asking', 'places'],
  ...Object.fromEntries(Object.entries(FEATURES).map(([feature, asked]) => [feature, [...SHARED, ...asked]])),
  assembled: [...SHARED, ...ALL_FEATURES],
  'projecting/storage': ['projecting/projection', 'asking', 'places', 'sources', 'quarantine', 'assembled'],
  'projecting/engines': [
    ...['projecting/status', 'projecting/projection', 'projecting/storage', 'asking', 'sources', 'quarantine'],
    'assembled',
  ],
  'projecting/folding': [...['projecting/status', 'projecting/projection', 'projecting/storage', 'units', 'assembled']],
  'projecting/generations': [
    ...['projecting/status', 'projecting/projection', 'projecting/storage', 'projecting/folding', 'quarantine'],
  ],
  'projecting/projector': ['status', 'storage', 'folding', 'generations'].map((name) => `projecting/${name}`),
  'projecting/threads': ['projecting'],
  'projecting/replay': [
    ...['status', 'projection', 'storage', 'engines', 'generations'].map((name) => `projecting/${name}`),
    ...['asking', 'books', 'stock', 'network', 'downtime', 'milestones', 'assembled'],
  ],
  'projecting/verify': [
    ...['status', 'projection', 'storage', 'generations', 'replay'].map((name) => `projecting/${name}`),
    ...['asking', 'places', 'books', 'stock', 'lines', 'months', 'assembled'],
  ],
};

/** What each folder of the service may import beside itself and the tokens; `docs` describes all of it and may import all. */
const PLATFORM = ['access', 'edge', 'files', 'http', 'live', 'logging', 'metrics', 'tracing'].map(
  (name) => `platform/${name}`,
);
const READING = [
  ...['changes', 'downtime', 'explain', 'lines', 'log', 'milestones', 'months', 'network'],
  ...['sources', 'status', 'stock', 'totals', 'units'],
];
const SERVICE = {
  'platform/files': [],
  'platform/http': ['platform/files'],
  'platform/edge': ['platform/http'],
  'platform/access': ['platform/http', 'describing'],
  'platform/live': ['platform/http', 'platform/edge', 'platform/access'],
  'platform/logging': [],
  'platform/metrics': ['platform/access', 'platform/edge', 'platform/files', 'platform/live'],
  'platform/tracing': ['platform/http', 'platform/logging', 'platform/metrics'],
  describing: ['docs/problems'],
  asking: ['platform/http'],
  ...Object.fromEntries(READING.map((feature) => [feature, [...PLATFORM, 'asking', 'describing']])),
  access: [...PLATFORM, 'describing', 'intake'],
  intake: [...PLATFORM, 'sources'],
  quarantine: [...PLATFORM, 'asking', 'intake'],
  dashboard: ['platform/access'],
};

const inReadModel = (...folders) => `^libs/read-model/src/(${folders.join('|')})/`;
const inService = (...folders) => `^apps/api/src/(${folders.join('|')})/`;

module.exports = {
  forbidden: [
    arrow('domain'),
    arrow('configuration', 'domain'),
    arrow('contract'),
    arrow('event-store'),
    arrow('ledger', 'domain', 'event-store'),
    arrow('intake', 'ledger', 'domain', 'contract'),
    arrow('read-model', 'domain', 'event-store', 'contract'),
    ...Object.entries(READ_MODEL).map(([folder, known]) => ({
      name: `read-model-${folder.replace('/', '-')}-imports-only-what-is-below-it`,
      severity: 'error',
      from: { path: inReadModel(folder), pathNot: tests },
      to: { path: '^libs/read-model/', pathNot: inReadModel(folder, ...known) },
    })),
    ...Object.entries(SERVICE).map(([folder, known]) => ({
      name: `api-${folder.replace('/', '-')}-imports-only-what-is-below-it`,
      severity: 'error',
      from: { path: inService(folder), pathNot: tests },
      to: { path: '^apps/api/', pathNot: [inService(folder, ...known), '^apps/api/src/tokens[.]ts$'] },
    })),
    {
      name: 'a-folder-of-the-service-is-listed',
      severity: 'error',
      from: { path: '^apps/api/src/.+/', pathNot: [tests, inService(...Object.keys(SERVICE), 'docs')] },
      to: { path: '^apps/api/' },
    },
    {
      name: 'a-folder-of-the-read-model-is-listed',
      comment: 'A new one is put in its place among the others above.',
      severity: 'error',
      from: {
        path: '^libs/read-model/src/.+/',
        pathNot: [tests, inReadModel(...Object.keys(READ_MODEL)), '^libs/read-model/src/projecting/open[.]ts$'],
      },
      to: { path: '^libs/read-model/' },
    },
    {
      name: 'a-table-is-known-to-its-folder',
      comment:
        'Beside the list of tables, and what compares rows as they were known: changes, restatements, verification.',
      severity: 'error',
      from: {
        path: '^libs/read-model/src/([^/]+)/',
        pathNot: [
          tests,
          inReadModel('assembled', 'changes', 'projecting/verify'),
          '^libs/read-model/src/months/downtime-restatements[.]ts$',
        ],
      },
      to: { path: `${inReadModel(...ALL_FEATURES)}.*[.]entit(y|ies)[.]ts$`, pathNot: '^libs/read-model/src/$1/' },
    },
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
      name: 'the-simulator-is-a-source',
      comment: 'It writes events as any source does, and knows nothing of the ledger.',
      severity: 'error',
      from: { path: '^apps/simulator/', pathNot: tests },
      to: { path: '^(apps|libs)/', pathNot: '^apps/simulator/' },
    },
    {
      name: 'the-service-knows-no-simulator',
      severity: 'error',
      from: { path: '^(apps/api|libs)/', pathNot: tests },
      to: { path: '^apps/simulator/' },
    },
    {
      name: 'cli-only-starts-the-api',
      comment: 'The command line starts the service in its own process; all else that both need is a lib.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: tests },
      to: { path: '^apps/api/', pathNot: '^apps/api/src/(run-service|service|platform/logging/log)[.]ts$' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: tests },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index[.]ts$'] },
    },
    {
      name: 'an-engine-of-the-read-model-is-chosen-in-open',
      comment: 'Only open.ts knows them, and a replay, which folds the log into a file of its own.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [
          tests,
          inReadModel('projecting/engines'),
          '^libs/read-model/src/projecting/(open|replay/replay)[.]ts$',
        ],
      },
      to: { path: inReadModel('projecting/engines') },
    },
    {
      name: 'engines-of-the-read-model-do-not-know-each-other',
      severity: 'error',
      from: { path: '^libs/read-model/src/projecting/engines/(sqlite|postgres)/', pathNot: tests },
      to: { path: inReadModel('projecting/engines/(sqlite|postgres)'), pathNot: inReadModel('projecting/engines/$1') },
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
    only('pg-only-in-its-engine', '/pg/', ['^libs/read-model/src/projecting/engines/postgres/']),
    only('typeorm-only-in-the-read-model', '/typeorm/', ['^libs/read-model/']),
    only('opentelemetry-only-where-spans-are-made', '/@opentelemetry/', ['^apps/api/src/platform/tracing/']),
    only('node-sqlite-only-where-a-database-is', '^(node:)?sqlite$', [
      '^libs/event-store/src/sqlite/',
      '^libs/read-model/src/projecting/(engines/sqlite/|folding/log-order[.]ts$|replay/log-notes[.]ts$)',
    ]),
    {
      name: 'the-page-imports-only-itself',
      comment: 'It runs in a browser and knows the ledger by its HTTP interface alone.',
      severity: 'error',
      from: { path: '^apps/dashboard/src/' },
      to: { pathNot: '^apps/dashboard/src/|^libs/contract/src/index[.]ts$|/echarts/|/tslib/' },
    },
    {
      name: 'the-page-knows-the-contract-by-its-types',
      comment: 'No schema, and no zod, is sent to a browser.',
      severity: 'error',
      from: { path: '^apps/dashboard/src/' },
      to: { path: '^libs/contract/', dependencyTypesNot: ['type-only'] },
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
