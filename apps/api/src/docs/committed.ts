/** A document as it is committed to the repository. */
export function committed(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
