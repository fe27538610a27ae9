import type { Position, StoredEvent } from '@plant-ledger/event-store';
import { eventFrame, positionFrame } from './frames.js';
import type { LiveClient } from './live-client.js';

/** Characters written to a client in one turn, unless a single event is longer: less than it may leave unread. */
const MOST = 524_288;

interface Page {
  readonly events: readonly StoredEvent[];
  /** The log has been read up to here. */
  readonly next: Position;
  readonly end: boolean;
}

/** How far the read model has come. */
export interface News {
  readonly position: Position;
  readonly caughtUp: boolean;
}

interface Frame {
  readonly position: Position;
  readonly bare: string;
  /** With the event's data; undefined when no client asked for it. */
  readonly whole: string | undefined;
}

/** What all live clients are sent next. */
export interface Turn {
  /** The position of all live clients after this turn. */
  readonly to: Position;
  /** Writes what the client has not been sent yet, followed by `news`. */
  report(client: LiveClient): void;
}

/**
 * The events after `cursor` up to `through`, as many as one turn sends; what goes to all clients alike is serialized
 * once. `withData`: some client wants the events' data.
 */
export function nextTurn(
  page: Page,
  {
    cursor,
    through,
    news,
    withData,
  }: {
    readonly cursor: Position;
    readonly through: Position;
    /** Undefined when every client knows. */
    readonly news: News | undefined;
    readonly withData: boolean;
  },
): Turn {
  const applied = page.events.filter(({ position }) => position <= through);
  const frames = framesOf(applied, withData);
  const to = frames.length < applied.length ? (frames.at(-1)?.position ?? cursor) : reached(page, through);
  const newsTo = (given: Position) => (news ? positionFrame(news.position, news.caughtUp, given) : '');
  const bytesOf = (some: readonly Frame[], whole: boolean): Buffer =>
    Buffer.from(some.map((frame) => (whole ? (frame.whole ?? frame.bare) : frame.bare)).join('') + newsTo(to));
  const [none, bare, whole] = [
    once(() => bytesOf([], false)),
    once(() => bytesOf(frames, false)),
    once(() => bytesOf(frames, true)),
  ];
  return {
    to,
    report(client) {
      if (client.given > to) client.write(newsTo(client.given));
      else if (!client.events || client.given === to) client.write(none());
      else if (client.given > cursor)
        client.write(
          bytesOf(
            frames.filter(({ position }) => position > client.given),
            client.data,
          ),
        );
      else client.write(client.data ? whole() : bare());
      if (client.given < to) client.given = to;
    },
  };
}

function framesOf(events: readonly StoredEvent[], withData: boolean): Frame[] {
  const frames: Frame[] = [];
  let characters = 0;
  for (const event of events) {
    const bare = eventFrame(event, false);
    const whole = withData ? eventFrame(event, true) : undefined;
    characters += (whole ?? bare).length;
    if (frames.length > 0 && characters > MOST) break;
    frames.push({ position: event.position, bare, whole });
  }
  return frames;
}

/** How far the page leads once it is all sent: not beyond what the read model has projected. */
function reached({ events, next, end }: Page, through: Position): Position {
  const isAll = end || (events.at(-1)?.position ?? next) > through;
  return isAll || next > through ? through : next;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
