/** How events are laid out in a request, by its Content-Type. */
export type IntakeMode = 'structured' | 'binary' | 'batch' | 'stream';

/** Undefined: not understood. JSON and CloudEvents are UTF-8; another charset is not understood either. */
export function intakeMode(contentType: string | undefined): IntakeMode | undefined {
  const [media = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return undefined;
  switch (media) {
    case 'application/cloudevents+json':
      return 'structured';
    case 'application/cloudevents-batch+json':
      return 'batch';
    case 'application/x-ndjson':
      return 'stream';
    default:
      return /^(application\/json|text\/json|[a-z0-9.+-]+\/[a-z0-9.+-]+\+json)$/.test(media) &&
        !media.startsWith('application/cloudevents')
        ? 'binary'
        : undefined;
  }
}
