import { isIPv4, isIPv6 } from 'node:net';

/** An address of this machine, or a name that is never another's (RFC 6761, 6.3). */
export function isLoopback(host: string): boolean {
  if (isIPv6(host)) return host === '::1' || host.startsWith('::ffff:127.');
  return host === 'localhost' || host.endsWith('.localhost') || (isIPv4(host) && host.startsWith('127.'));
}
