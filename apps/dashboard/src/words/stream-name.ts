import { monthName } from './dates.js';

/** A stream of the log as a person calls what it is about: `line-bj-1.L1` is line L1, bj-1. */
export function streamName(stream: string): string {
  const [kind, rest] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
  const parts = rest.split('.');
  switch (kind) {
    case 'unit':
      return `vehicle ${rest}`;
    case 'line':
      return `line ${parts.slice(1).join('.')}, ${parts[0] ?? ''}`;
    case 'site':
      return `outlet or center ${rest}`;
    case 'month':
      return `the books of ${monthName(rest)}`;
    case 'target':
      return targetName(parts);
    default:
      return `${kind} ${rest}`.trim();
  }
}

function targetName([metric = '', plant = 'all', model = 'all', month = '']: readonly string[]): string {
  const scope = [model === 'all' ? 'all models' : model, plant === 'all' ? 'all plants' : plant];
  return `the target of ${monthName(month)}: ${metric}, ${scope.join(', ')}`;
}
