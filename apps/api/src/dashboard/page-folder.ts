import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the built page; undefined when it has not been built. */
export function pageFolder(): string | undefined {
  const [root = ''] = import.meta.dirname.split(path.join('apps', 'api', 'src', 'dashboard'));
  const dist = path.basename(root) === 'dist' ? root : path.join(root, 'dist');
  const folder = path.join(dist, 'apps', 'dashboard');
  return existsSync(path.join(folder, 'index.html')) ? folder : undefined;
}
