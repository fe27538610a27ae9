/** Values that differ from run to run, by the name of their field, and what replaces them. */
const UNSTEADY: Readonly<Record<string, unknown>> = {
  recordedAt: '2024-07-29T12:00:00.000Z',
  firstSeenAt: '2024-07-29T12:00:00.000Z',
  lastSeenAt: '2024-07-29T12:00:00.000Z',
  changedAt: '2024-07-29T12:00:00.000Z',
  firstHeard: '2024-07-29T12:00:00.000Z',
  countedSince: '2024-07-29T12:00:00.000Z',
  lastHeard: '2024-07-29T12:00:00.000Z',
  silentSeconds: 0,
  medianSeconds: 40,
  p95Seconds: 300,
  maxSeconds: 320,
  chain: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  link: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  generation: '1',
};

/** An answer that can be compared and shown: JSON as its value, lines of JSON as text, nothing of other media types. */
export function steady(mediaType: string, text: string): unknown {
  if (mediaType === 'application/x-ndjson')
    return text.replaceAll(/.+/g, (line) => JSON.stringify(JSON.parse(line, settled)));
  return mediaType.endsWith('json') ? JSON.parse(text, settled) : undefined;
}

function settled(name: string, value: unknown): unknown {
  // The folder is temporary.
  if (typeof value === 'string' && value.startsWith('sqlite:')) return `sqlite:data/${name}`;
  return name in UNSTEADY && value !== null && typeof value !== 'object' ? UNSTEADY[name] : value;
}
