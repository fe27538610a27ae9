/** How events are encoded in a request, by its Content-Type. */
export type IntakeMode = 'structured' | 'binary' | 'batch' | 'ndjson' | 'csv';

/** The media types that are accepted, as in `Accept-Post`. */
export const UNDERSTOOD = [
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/x-ndjson',
  'text/csv',
  'application/json',
] as const;

/** Undefined: not supported. JSON and CloudEvents are UTF-8; no other charset is supported. */
export function intakeMode(contentType: string | undefined): IntakeMode | undefined {
  const [media = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset)) return undefined;
  switch (media) {
    case 'application/cloudevents+json':
      return 'structured';
    case 'application/cloudevents-batch+json':
      return 'batch';
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
      return 'ndjson';
    case 'text/csv':
      return 'csv';
    default:
      return /^(application\/json|text\/json|[a-z0-9.+-]+\/[a-z0-9.+-]+\+json)$/.test(media) &&
        !media.startsWith('application/cloudevents')
        ? 'binary'
        : undefined;
  }
}
