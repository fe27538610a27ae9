/** What a page tells its reader to do, in order. */
export type Step =
  | {
      readonly kind: 'commands';
      readonly commands: string;
      readonly answer?: Answer | undefined;
      readonly line: number;
    }
  | { readonly kind: 'service'; readonly wanted: 'start' | 'stop' };

/** What the page shows as the answer to the commands before it; `…` stands for anything. */
export interface Answer {
  readonly kind: 'json' | 'text';
  readonly text: string;
}

const STEP =
  /^```sh\n(?<commands>[\s\S]*?)^```$(?:\n\n^```(?<kind>json|text)\n(?<answer>[\s\S]*?)^```$)?|^<!-- service: (?<wanted>start|stop) -->$/gm;

/** The `sh` blocks of a page, each with the `json` or `text` that stands right behind it as its answer. Others are only read. */
export function stepsOf(page: string): Step[] {
  return [...page.matchAll(STEP)].map(({ groups = {}, index }): Step => {
    const { commands, kind, answer, wanted } = groups;
    if (wanted === 'start' || wanted === 'stop') return { kind: 'service', wanted };
    const line = page.slice(0, index).split('\n').length;
    const shown: Answer | undefined = kind === 'json' || kind === 'text' ? { kind, text: answer ?? '' } : undefined;
    return { kind: 'commands', commands: commands ?? '', answer: shown, line } as const;
  });
}

/** Holds what was answered against what the page shows: of JSON what is shown must be there, of text every line. */
export function expectAnswer(said: string, { kind, text }: Answer): void {
  if (kind === 'text') {
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) expect(said).toMatch(asPattern(line));
    return;
  }
  expect(readJson(said)).toMatchObject(wildcards(JSON.parse(text)) as object);
}

function readJson(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    throw new Error(`This is no JSON: ${said}`);
  }
}

function asPattern(line: string): RegExp {
  return new RegExp(
    line
      .trim()
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/ +/g, ' +'))
      .join('.*'),
  );
}

function wildcards(shown: unknown): unknown {
  if (typeof shown === 'string') return shown.includes('…') ? expect.stringMatching(asPattern(shown)) : shown;
  if (Array.isArray(shown)) return shown.map(wildcards);
  if (typeof shown !== 'object' || shown === null) return shown;
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, wildcards(value)]));
}
