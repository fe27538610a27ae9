/**
 * Characters that move a terminal's cursor or reverse text: controls (C0 without line feed, DEL, C1), line and
 * paragraph separators, and bidirectional controls.
 */
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The same text with every such character as `\uXXXX`: within JSON it keeps its meaning. */
export function withEscapes(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same text with a space in place of every such character. */
export function withoutUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}
