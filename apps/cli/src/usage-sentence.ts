/** Commander's message about a wrong command line as one sentence, with where to read on. */
export function usageSentence(message: string, help: string): string {
  const [first = '', hint] = message
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const sentence = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, '');
  const suggestion = hint ? ` ${hint.replace(/^\(Did/, '(did')}` : '';
  return `${sentence}${suggestion}; see "${help}".\n`;
}
