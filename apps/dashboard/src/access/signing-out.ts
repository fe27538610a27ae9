import { whenRefused } from '../ledger/ask.js';
import { showSignIn, signOut } from './sign-in.js';

let isOver = false;

/** Whether the reader was signed out while the page was open: it paints nothing any more. */
export function isSignedOut(): boolean {
  return isOver;
}

/** Signs out when that is asked for, and shows that the session is over once the ledger says so. */
export function onSigningOut(page: HTMLElement): void {
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-sign-out]')) void signOut();
  });
  whenRefused(() => {
    if (isOver) return;
    isOver = true;
    showSignIn(page, 'Your session is over: sign in again.');
  });
}
