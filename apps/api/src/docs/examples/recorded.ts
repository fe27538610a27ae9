import recorded from './recorded.json' with { type: 'json' };

/** Answers to examples, by `{operation}.{example}`. */
export type Recorded = Readonly<Record<string, unknown>>;

/** The answers of a running service to every example, as `npm run openapi` wrote them. */
export const RECORDED: Recorded = recorded;

export const recordedName = (operation: string, example: string): string => `${operation}.${example}`;
