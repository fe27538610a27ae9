/** An error's message as part of a sentence: no stack, no full stop at the end. */
export function reasonOf(error: unknown): string {
  return messageOf(error).replace(/\.\s*$/, '');
}

/** Checks properties, not the class: under a test runner, Node's own errors are of another realm's class. */
function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('message' in error && typeof error.message === 'string' && error.message !== '') return error.message;
  return 'name' in error ? String(error.name) : 'unknown error';
}
