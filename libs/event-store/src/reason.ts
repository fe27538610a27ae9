/** The words of an error for a sentence: no stack, no full stop at the end. */
export function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message || error.name : String(error);
  return words.replace(/\.\s*$/, '');
}
