import { send } from '../ledger/ask.js';
import { h } from '../page/element.js';

/** Shows the form to sign in, in place of the page. `why`: what has just ended. */
export function showSignIn(page: HTMLElement, why?: string): void {
  const form = h(
    'form.sign-in',
    h('label', { for: 'credential' }, 'API key or access token'),
    h('input', {
      id: 'credential',
      name: 'credential',
      type: 'password',
      required: true,
      autocomplete: 'current-password',
      spellcheck: 'false',
      'aria-describedby': 'credential-help',
    }),
    h('button', { type: 'submit' }, 'Sign in'),
    h('p.small.quiet', { id: 'credential-help' }, 'A key begins with plk_. An admin of this ledger gives you one.'),
    h('output.trouble', { role: 'alert' }),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    void signIn(form);
  });
  page.replaceChildren(
    h('header.top', h('h1', 'Plant Ledger')),
    h('main', { id: 'answer' }, h('h2.headline', why ?? 'Sign in to read this ledger.'), form),
  );
  page.removeAttribute('aria-busy');
  form.querySelector('input')?.focus();
}

async function signIn(form: HTMLFormElement): Promise<void> {
  const input = form.elements.namedItem('credential');
  const output = form.querySelector('output');
  if (!(input instanceof HTMLInputElement) || !output) return;
  output.textContent = '';
  const answer = await send('POST', '/v1/session', { credential: input.value.trim() });
  if (answer.ok) return location.reload();
  output.textContent = answer.detail;
  input.select();
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/v1/session');
  location.reload();
}
