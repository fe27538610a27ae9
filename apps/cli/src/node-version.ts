const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/**
 * What to do when this Node.js is older than the ledger needs (`engines` in package.json); undefined when it is not.
 */
export const tooOld: string | undefined =
  major > 24 || (major === 24 && minor >= 15)
    ? undefined
    : `Plant Ledger needs Node.js 24.15 or newer, and this is ${process.version}. Run it with "npm run ledger -- …", which brings its own on Linux.`;
