import { contentOf, eventIdOf, type Answer, type Decision, type Reported } from './reported.js';

/** What was answered to each content under each source and id. */
export class Answered {
  private readonly contents = new Map<string, Map<string, Answer>>();
  private readonly taken = new Map<string, string>();

  /** The answer to a content that is known, or to another one under the id of what was accepted. */
  known(reported: Reported): Answer | undefined {
    const eventId = eventIdOf(reported.source, reported.id);
    const taken = this.taken.get(eventId);
    if (taken === contentOf(reported)) return { result: 'duplicate' };
    const before = this.contents.get(eventId)?.get(contentOf(reported));
    if (before !== undefined) return before;
    return taken === undefined ? undefined : { result: 'rejected', code: 'conflicting-duplicate' };
  }

  /** Remembers what is kept: a duplicate only where it differs from the first, or had waited. */
  note(reported: Reported, { result, code, differs }: Decision): void {
    const eventId = eventIdOf(reported.source, reported.id);
    if (result === 'accepted') this.taken.set(eventId, contentOf(reported));
    const contents = this.contents.get(eventId) ?? new Map<string, Answer>();
    const isKept = result !== 'duplicate' || differs === true || contents.has(contentOf(reported));
    if (result === 'accepted' || !isKept) return;
    this.contents.set(eventId, contents.set(contentOf(reported), code === undefined ? { result } : { result, code }));
  }
}
