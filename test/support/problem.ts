import { said, type Answer } from './ask.js';

/** What is wrong with an answer that should be problem details (RFC 9457) as the interface promises them. */
export function problemFaults(answer: Answer): string[] {
  const faults: string[] = [];
  const contentType = answer.headers['content-type'] ?? '';
  if (!contentType.startsWith('application/problem+json')) faults.push(`content-type ${contentType}`);
  const problem = parsed(answer);
  if (typeof problem !== 'object' || problem === null) return [...faults, `body ${answer.body.slice(0, 200)}`];
  const reported = problem as Readonly<Record<string, unknown>>;
  for (const member of ['type', 'title', 'detail', 'code'])
    if (typeof reported[member] !== 'string' || reported[member] === '')
      faults.push(`${member} ${String(reported[member])}`);
  if (reported.status !== answer.status)
    faults.push(`status ${String(reported.status)} in the body of a ${answer.status}`);
  for (const error of Array.isArray(reported.errors) ? reported.errors : ['errors'])
    if (typeof error.pointer !== 'string' || typeof error.message !== 'string')
      faults.push(`error ${JSON.stringify(error)}`);
  if ([429, 503].includes(answer.status) && answer.headers['retry-after'] === undefined) faults.push('no Retry-After');
  return faults;
}

function parsed(answer: Answer): unknown {
  try {
    return said(answer);
  } catch {
    return undefined;
  }
}

/** The problem that an answer tells, which must be well-formed. */
export function problemOf(answer: Answer) {
  expect(problemFaults(answer)).toEqual([]);
  return said(answer);
}
