import { monthName } from './dates.js';

/** The streams of the log by their subject. Within them every byte of a name but A-Z, a-z, 0-9 and `-` is `%XX`. */
export const lineStream = (plant: string, line: string): string => `line-${encoded(plant)}.${encoded(line)}`;
export const siteStream = (site: string): string => `site-${encoded(site)}`;
export const milestoneStream = (milestone: string): string => `milestone-${encoded(milestone)}`;

interface Target {
  readonly metric: string;
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
}

export function targetStream({ metric, plant = 'all', model = 'all' }: Target, month: string): string {
  return `target-${metric}.${encoded(plant)}.${encoded(model)}.${month}`;
}

function encoded(name: string): string {
  return encodeURIComponent(name).replace(/[_.!~*'()]/g, (left) => `%${left.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A stream's subject in words: `line-bj-1.L1` is line L1, bj-1. */
export function streamName(stream: string): string {
  const [kind, rest] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
  const parts = rest.split('.').map(decoded);
  switch (kind) {
    case 'unit':
      return `vehicle ${rest}`;
    case 'line':
      return `line ${parts.slice(1).join('.')}, ${parts[0] ?? ''}`;
    case 'site':
      return `outlet or center ${parts.join('.')}`;
    case 'month':
      return `the books of ${monthName(rest)}`;
    case 'target':
      return targetName(parts);
    default:
      return `${kind} ${parts.join('.')}`.trim();
  }
}

/** A URL may contain anything, also malformed escapes. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function targetName([metric = '', plant = 'all', model = 'all', month = '']: readonly string[]): string {
  const scope = [model === 'all' ? 'all models' : model, plant === 'all' ? 'all plants' : plant];
  return `the target of ${monthName(month)}: ${metric}, ${scope.join(', ')}`;
}
