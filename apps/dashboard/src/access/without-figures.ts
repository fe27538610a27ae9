import type { AccessRights, Me } from '@plant-ledger/contract';
import { ask, type Answered } from '../ledger/ask.js';
import { h, type Child } from '../page/element.js';
import { heading, scrollTable } from '../page/table.js';
import { momentIn } from '../words/dates.js';
import { signedInAs } from './signed-in.js';

/** The page of a role that reads no figures: what it may, and for those who decide on rights, who may what. */
export async function showWithoutFigures(page: HTMLElement, me: Me): Promise<void> {
  const rights = me.permissions.includes('access:read') ? await ask<AccessRights>('/v1/access/rights') : undefined;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  page.replaceChildren(
    h('header.top', h('h1', 'Plant Ledger'), signedInAs(zone)),
    h(
      'main',
      { id: 'answer' },
      h(
        'h2.headline',
        me.roles.length === 0 ? 'You are signed in, and have no role here.' : 'Your role reads no figures.',
      ),
      h('p', 'An admin of this ledger can grant another one.'),
      rights && whoMayWhat(rights, zone),
    ),
  );
  page.removeAttribute('aria-busy');
}

function whoMayWhat(rights: Answered<AccessRights>, zone: string): Child {
  if (!rights.ok) return h('p.trouble', rights.detail);
  const { grants, keys, warnings } = rights.value;
  const time = (instant: string | null) => (instant === null ? '' : momentIn(zone, instant));
  return h(
    'section',
    { id: 'rights', 'aria-labelledby': 'rights-title' },
    h('h2', { id: 'rights-title' }, 'Who may what'),
    h('p.small.quiet', 'Changed by “ledger access”; docs/access.md says how.'),
    warnings.map((warning) => h('p.trouble', warning)),
    tableOf(
      'Roles',
      ['Principal', 'Role', 'May report', 'Since', 'Until', 'Granted by'],
      grants.map(({ principal, role, scope, since, until, by, inForce }) => [
        ...[principal, role, scope ? scope.sources.join(', ') : '', time(since)],
        ...[inForce ? time(until) : 'ended', by ?? ''],
      ]),
    ),
    tableOf(
      'Keys',
      ['Key', 'Principal', 'Since', 'Expires', 'Last used here', 'Issued by'],
      keys.map(({ keyId, principal, since, expires, revoked, inForce, lastUsed, by }) => [
        ...[
          keyId,
          principal,
          time(since),
          revoked ? `revoked: ${revoked.reason}` : inForce ? time(expires) : 'expired',
        ],
        ...[time(lastUsed), by ?? ''],
      ]),
    ),
  );
}

function tableOf(name: string, headings: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const body = rows.map(([first = '', ...others]) =>
    h(
      'tr',
      h('th', { scope: 'row' }, first),
      others.map((cell) => h('td', cell)),
    ),
  );
  const columns = headings.map((each) => heading(each));
  return h('div', h('h3', name), scrollTable(name, columns, h('tbody', body)));
}
