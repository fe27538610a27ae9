import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The running version, from package.json; the built code lies under dist/, and the sources beside it. */
export function version(): string {
  const [root = ''] = import.meta.dirname.split(path.join('apps', 'api', 'src', 'platform', 'metrics'));
  const folder = path.basename(root) === 'dist' ? path.dirname(root) : root;
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { readonly version?: string };
  return manifest.version ?? 'unknown';
}
