/** A document as it lies in the repository. */
export function committed(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
