import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A step of a recipe: a file, and what is to be written there. */
export interface Written {
  readonly file: string;
  readonly isNew: boolean;
  readonly text: string;
}

/** The blocks of a page, or of a part of it, that name the file they belong to. */
export function writtenIn(page: string): Written[] {
  return [...page.matchAll(/^```(ts|diff) (\S+)\n([\s\S]*?)^```$/gm)].map(([, kind, file = '', text = '']) => ({
    file,
    isNew: kind === 'ts',
    text,
  }));
}

/** Writes a step into a copy of the sources. @throws Error where a file is not as the step says that it is. */
export function write(folder: string, { file, isNew, text }: Written): void {
  const at = path.join(folder, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, isNew ? text : changed(readFileSync(at, 'utf8'), text, file), isNew ? { flag: 'wx' } : {});
}

/** Hunks follow each other in the file as in the diff, each where its lines stand first. */
function changed(source: string, diff: string, file: string): string {
  let [done, rest] = ['', source];
  for (const hunk of diff.split(/^@@\n/m)) {
    const before = linesOf(hunk, ' -');
    const at = `\n${rest}`.indexOf(`\n${before}`);
    if (before === '' || at < 0) throw new Error(`${file} has no lines that read:\n${before}`);
    done += rest.slice(0, at) + linesOf(hunk, ' +');
    rest = rest.slice(at + before.length);
  }
  return done + rest;
}

function linesOf(hunk: string, marks: string): string {
  return hunk
    .split('\n')
    .filter((line) => line !== '' && marks.includes(line.charAt(0)))
    .map((line) => `${line.slice(1)}\n`)
    .join('');
}
