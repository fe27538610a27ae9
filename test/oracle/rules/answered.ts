import { contentOf, eventIdOf, type Answer, type Decision, type Told } from './told.js';

/** What was answered to each content under each source and id. */
export class Answered {
  private readonly contents = new Map<string, Map<string, Answer>>();
  private readonly taken = new Map<string, string>();

  /** The answer to a content that is known, or to another one under the id of what was accepted. */
  known(told: Told): Answer | undefined {
    const eventId = eventIdOf(told.source, told.id);
    const taken = this.taken.get(eventId);
    if (taken === contentOf(told)) return { result: 'duplicate' };
    const before = this.contents.get(eventId)?.get(contentOf(told));
    if (before !== undefined) return before;
    return taken === undefined ? undefined : { result: 'rejected', code: 'conflicting-duplicate' };
  }

  /** Remembers what is kept: a duplicate only where it differs from the first, or had waited. */
  note(told: Told, { result, code, differs }: Decision): void {
    const eventId = eventIdOf(told.source, told.id);
    if (result === 'accepted') this.taken.set(eventId, contentOf(told));
    const contents = this.contents.get(eventId) ?? new Map<string, Answer>();
    const isKept = result !== 'duplicate' || differs === true || contents.has(contentOf(told));
    if (result === 'accepted' || !isKept) return;
    this.contents.set(eventId, contents.set(contentOf(told), code === undefined ? { result } : { result, code }));
  }
}
