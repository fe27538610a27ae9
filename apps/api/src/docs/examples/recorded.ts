import recorded from './recorded.json' with { type: 'json' };

/** Answers to examples, by `{operation}.{example}`. */
export type Recorded = Readonly<Record<string, unknown>>;

/** What a running service answered to every example, as `npm run openapi` wrote it down. */
export const RECORDED: Recorded = recorded;

export const recordedName = (operation: string, example: string): string => `${operation}.${example}`;
