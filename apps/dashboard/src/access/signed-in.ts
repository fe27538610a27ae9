import { h } from '../page/element.js';
import { momentIn } from '../words/dates.js';
import { signedIn } from './me.js';

/** Who is signed in, as what, and until when; nothing where nobody has to. */
export function signedInAs(zone: string): HTMLElement | undefined {
  const me = signedIn();
  if (!me) return undefined;
  const until = me.expires === null ? '' : `Until ${momentIn(zone, me.expires)} (${zone}).`;
  return h(
    'p.signed-in.no-print',
    { id: 'signed-in', title: until },
    h('b', me.principal ?? ''),
    ` ${me.roles.join(', ') || 'without a role'} `,
    h('button', { type: 'button', 'data-sign-out': true }, 'Sign out'),
  );
}
