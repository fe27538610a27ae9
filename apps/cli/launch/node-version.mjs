import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** The oldest Node.js that has what the ledger needs, as package.json's `engines` says, for example `24.15`. */
export const oldestNode = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node.replace(
  '>=',
  '',
);

/** Whether a version such as `v24.21.0` is the oldest that will do, or newer. */
export function isNewEnough(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

export const whatToDo = `Plant Ledger needs Node.js ${oldestNode} or newer, and this is ${process.version}. On Linux (x64, arm64) its npm scripts bring their own: run "npm ci", then "npm start" or "npm run ledger -- …". Elsewhere install Node.js 24 (https://nodejs.org) and run the same.`;
