import { readReader } from './access/me.js';
import { showSignIn } from './access/sign-in.js';
import { showWithoutFigures } from './access/without-figures.js';
import { onSigningOut } from './access/signing-out.js';
import { start } from './page/page.js';

const page = document.getElementById('page');
if (page) void open(page);

async function open(place: HTMLElement): Promise<void> {
  const reader = await readReader();
  if (reader === 'nobody') return showSignIn(place);
  onSigningOut(place);
  if (reader !== 'everybody' && !reader.permissions.includes('figures')) return showWithoutFigures(place, reader);
  start(place);
}
