import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folders whose pages are not the project's own. */
const NOT_OURS = new Set(['node_modules', 'dist', '.git', 'data']);

/** Every page of the project, as paths from its root. */
export function everyPage(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : everyPage(file);
    return file.endsWith('.md') ? [file] : [];
  });
}

export const pageText = (file: string): string => readFileSync(file, 'utf8');

/** The anchors that GitHub makes of a page's headings. */
export function anchorsOf(text: string): string[] {
  return headingsOf(text).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Its headings, without their marks and backticks. */
export function headingsOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading.replaceAll('`', '').trim(),
  );
}

/** A page without its blocks of code, in which # and brackets mean something else. */
export function withoutFences(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
