/** What a request may need. What is said of each is shown to who lacks it. */
export const PERMISSIONS = {
  status: 'see how the service is doing',
  metrics: 'read the metrics',
  figures: 'read figures',
  vehicles: 'read single vehicles and the events behind a figure',
  log: 'read the log',
  sources: 'see how sources report',
  'quarantine:read': 'see what was refused or waits',
  'quarantine:settle': 'retry and discard what was refused or waits',
  facts: 'report what happens in plants',
  amend: 'void and correct what was reported',
  plan: 'report plans and master data',
  close: 'close and reopen months',
  'access:read': 'see who may what',
  access: 'decide who may what',
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** Roles are fixed: an auditor reads them here once. What a role leaves out, it leaves out on purpose. */
export const ROLES = {
  viewer: ['status', 'sources', 'figures', 'vehicles'],
  monitor: ['status', 'sources', 'metrics'],
  source: ['status', 'sources', 'quarantine:read', 'facts', 'amend', 'plan'],
  planner: ['status', 'sources', 'figures', 'vehicles', 'plan'],
  operator: ['status', 'sources', 'figures', 'vehicles', 'quarantine:read', 'quarantine:settle'],
  controller: ['status', 'sources', 'figures', 'vehicles', 'quarantine:read', 'amend', 'close'],
  auditor: ['status', 'sources', 'metrics', 'figures', 'vehicles', 'quarantine:read', 'log', 'access:read'],
  admin: ['status', 'metrics', 'access:read', 'access'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type Role = keyof typeof ROLES;

export function permissionsOf(role: Role): readonly Permission[] {
  return ROLES[role];
}

export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]];

/** Two of these in one hand are a conflict: who reports should not settle, close or grant, and so on. */
const SEPARATE: readonly Role[] = ['source', 'controller', 'operator', 'admin'];

/** The roles that one principal should not hold together; empty where there is no conflict. */
export function conflictingRoles(roles: Iterable<Role>): readonly Role[] {
  const held = new Set(roles);
  const separate = SEPARATE.filter((role) => held.has(role));
  return separate.length > 1 ? separate : [];
}
