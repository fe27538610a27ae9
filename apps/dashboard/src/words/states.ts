/** States as a person reads them; the symbol distinguishes them without colour. */
interface Said {
  readonly words: string;
  readonly sign: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'plain';
}

const STATES: Readonly<Record<string, Said>> = {
  'on-track': { words: 'on track', sign: '●', tone: 'good' },
  'at-risk': { words: 'at risk', sign: '▲', tone: 'warn' },
  late: { words: 'late', sign: '◆', tone: 'bad' },
  missed: { words: 'missed', sign: '✕', tone: 'bad' },
  met: { words: 'met', sign: '✓', tone: 'good' },
  reached: { words: 'reached', sign: '✓', tone: 'good' },
  reverted: { words: 'below it again', sign: '↺', tone: 'warn' },
  withdrawn: { words: 'withdrawn', sign: '–', tone: 'plain' },
  'insufficient-history': { words: 'too little history for a date', sign: '…', tone: 'plain' },
  running: { words: 'running', sign: '▶', tone: 'good' },
  halted: { words: 'stopped', sign: '■', tone: 'bad' },
  idle: { words: 'not started', sign: '○', tone: 'plain' },
};

export const said = (state: string): Said => STATES[state] ?? { words: state, sign: '·', tone: 'plain' };
