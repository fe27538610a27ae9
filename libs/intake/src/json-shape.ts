/** How much there is in a JSON text or value. */
interface Size {
  /**
   * Names of members, in all of its objects together. In a text, a name that occurs twice in one object counts twice.
   */
  names: number;
  /** Values: strings, numbers and the like, objects and arrays. */
  values: number;
}

/** The size of a text, and the deepest nesting of objects and arrays. */
export interface JsonShape extends Size {
  depth: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
/** `[` and `{` without the bit that distinguishes them, and likewise their ends. */
const OPENS = 0x5b;
const CLOSES = 0x5d;
const BRACE = 0x20;
/** Strings are mostly short: this many characters are scanned one by one, then a search is faster. */
const SHORT = 32;

/** The shape of a text, valid or not, until `isEnough`. It costs a fraction of parsing. */
export function shapeOfText(json: string, isEnough: (shape: JsonShape) => boolean): JsonShape {
  const shape = { names: 0, values: 1, depth: 0 };
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at + 1);
    else if (code === COLON) shape.names += 1;
    else if ((code & ~BRACE) === OPENS) {
      depth += 1;
      if ((nextCode(json, at) & ~BRACE) !== CLOSES) shape.values += 1;
      if (depth > shape.depth) shape.depth = depth;
    } else if ((code & ~BRACE) === CLOSES) depth -= 1;
    else if (code === COMMA) shape.values += 1;
    else continue;
    if (isEnough(shape)) break;
  }
  return shape;
}

/** The end of a string whose content begins at `start`. */
function endOfText(json: string, start: number): number {
  for (let at = start; at < start + SHORT; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE || Number.isNaN(code)) return at;
    if (code === BACKSLASH) at += 1;
  }
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let before = at;
    while (json.charCodeAt(before - 1) === BACKSLASH && before > start) before -= 1;
    if ((at - before) % 2 === 0) return at;
  }
  return json.length;
}

/** The size of a parsed value, whose text was not too deep. */
export function sizeOf(value: unknown): Readonly<Size> {
  const size = { names: 0, values: 0 };
  addSize(size, value);
  return size;
}

function addSize(size: Size, value: unknown): void {
  size.values += 1;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const item of value) addSize(size, item);
  else
    for (const name in value) {
      size.names += 1;
      addSize(size, (value as Readonly<Record<string, unknown>>)[name]);
    }
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** The first name of a valid text that occurs twice in one object. */
export function nameTwice(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '{') open.push(new Set());
    else if (char === '}') open.pop();
    else if (char === '"') {
      const end = endOfText(json, at + 1);
      if (nextCode(json, end) === COLON) {
        const name = JSON.parse(json.slice(at, end + 1)) as string;
        if (open.at(-1)?.has(name)) return name;
        open.at(-1)?.add(name);
      }
      at = end;
    }
  }
  return undefined;
}

/** The next character that is no space. */
function nextCode(json: string, at: number): number {
  let next = at + 1;
  while (isSpace(json.charCodeAt(next))) next += 1;
  return json.charCodeAt(next);
}
