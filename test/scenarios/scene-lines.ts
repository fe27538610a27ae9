import type { Halt, History, Rate, Reported } from './recount.types.js';
import { zoneOf } from './places.js';
import { cloudEvent, type CloudEvent, idle, type Message, rejected, reporting } from './script.js';

interface SentHalt {
  reported: Reported<Halt>;
  event: CloudEvent;
  value: Halt;
}

/** Writes the messages of one line; instants are given with their offset. */
function lineScript(plant: string, line: string, history: History) {
  const messages: Message[] = [];
  const source = `//${plant}.example/line`;
  let number = 0;
  const written = (type: string, at: string, data: Record<string, unknown>): CloudEvent =>
    cloudEvent(
      { source, id: `${plant}-${line}-${++number}` },
      type,
      Date.parse(at),
      { plant, line, ...data },
      zoneOf(plant),
    );
  const becomes = (sent: SentHalt, event: CloudEvent, change: Partial<Halt> | null): void => {
    if (change) sent.value = { ...sent.value, ...change };
    messages.push(reporting(event, sent.reported, change && sent.value));
  };
  const naming = ({ source, id }: CloudEvent): { source: string; id: string } => ({ source, id });

  return {
    messages,
    halted(at: string, reason: string, planned = false, halt?: string): SentHalt {
      const event = written('LineHalted', at, { reason, planned, ...(halt && { halt }) });
      const reported: Reported<Halt> = { by: naming(event), versions: [] };
      const value: Halt = { plant, line, from: Date.parse(at), to: null, planned, reason };
      history.halts.push(reported);
      messages.push(reporting(event, reported, value));
      return { reported, event, value };
    },
    /** Resumes the halts given; the event names one only, or none when they are all that are open. */
    resumed(at: string, sents: SentHalt[], halt?: string): CloudEvent {
      const event = written('LineResumed', at, halt ? { halt } : {});
      sents.forEach((sent, index) => {
        if (index === 0) return becomes(sent, event, { to: Date.parse(at) });
        sent.value = { ...sent.value, to: Date.parse(at) };
        messages.at(-1)?.effects.push(...reporting(event, sent.reported, sent.value).effects);
      });
      return event;
    },
    voided(event: CloudEvent, at: string, sent: SentHalt, change: Partial<Halt> | null): void {
      becomes(sent, written('LineEventVoided', at, { voids: naming(event), reason: 'told by mistake' }), change);
    },
    corrected(
      event: CloudEvent,
      at: string,
      sent: SentHalt,
      changes: Record<string, unknown>,
      change: Partial<Halt>,
    ): void {
      const data = { corrects: naming(event), changes, reason: 'a detail was wrong' };
      becomes(sent, written('LineEventCorrected', at, data), change);
    },
    rate(at: string, unitsPerHour: number): void {
      const event = written('LineRateChanged', at, { unitsPerHour });
      const reported: Reported<Rate> = { by: naming(event), versions: [] };
      history.rates.push(reported);
      messages.push(reporting(event, reported, { plant, line, from: Date.parse(at), unitsPerHour }));
    },
    reportedToo(type: string, at: string, data: Record<string, unknown>): void {
      messages.push(idle(written(type, at, data), { result: 'duplicate' }));
    },
    refused(type: string, at: string, data: Record<string, unknown>, code: string): void {
      messages.push(idle(written(type, at, data), rejected(code)));
    },
    repeated(event: CloudEvent): void {
      messages.push(idle(event, { result: 'duplicate' }));
    },
  };
}

function shanghaiOne(history: History): Message[] {
  const line = lineScript('sh-1', 'L1', history);
  const drive = line.halted('2024-01-31T20:00:00+08:00', 'drive', false, 'h1');
  const paint = line.halted('2024-01-31T22:00:00+08:00', 'paint', false, 'h2');
  line.resumed('2024-02-01T04:00:00+08:00', [drive], 'h1');
  line.resumed('2024-02-01T06:00:00+08:00', [paint], 'h2');
  const works = line.halted('2024-02-29T18:00:00+08:00', 'maintenance', true, 'p1');
  const power = line.halted('2024-02-29T23:00:00+08:00', 'power', false, 'h3');
  line.resumed('2024-03-01T01:00:00+08:00', [power], 'h3');
  line.resumed('2024-03-01T06:00:00+08:00', [works], 'p1');
  line.rate('2024-03-10T00:00:00+08:00', 30);
  const robot = line.halted('2024-03-09T12:00:00+08:00', 'robot', false, 'h5');
  line.repeated(robot.event);
  line.resumed('2024-03-10T12:00:00+08:00', [robot], 'h5');
  line.halted('2024-10-30T12:00:00+08:00', 'battery cells', false, 'h4');
  return line.messages;
}

function shanghaiTwo(history: History): Message[] {
  const line = lineScript('sh-1', 'L2', history);
  const never = line.halted('2024-04-10T08:00:00+08:00', 'false alarm', false, 'never');
  line.voided(never.event, '2024-04-10T09:00:00+08:00', never, null);
  const night = line.halted('2024-05-01T00:30:00+08:00', 'drive', false, 'night');
  line.resumed('2024-05-01T01:00:00+08:00', [night], 'night');
  const earlier = '2024-04-30T23:30:00+08:00';
  line.corrected(
    night.event,
    '2024-05-02T09:00:00+08:00',
    night,
    { occurredAt: earlier },
    { from: Date.parse(earlier) },
  );
  const twice = line.halted('2024-06-01T08:00:00+08:00', 'paint', false, 'twice');
  const tooSoon = line.resumed('2024-06-01T09:00:00+08:00', [twice], 'twice');
  line.voided(tooSoon, '2024-06-01T09:05:00+08:00', twice, { to: null });
  line.resumed('2024-06-01T10:00:00+08:00', [twice], 'twice');
  const mislabelled = line.halted('2024-07-05T00:00:00+08:00', 'maintenance', false, 'mislabelled');
  line.resumed('2024-07-05T02:00:00+08:00', [mislabelled], 'mislabelled');
  line.corrected(mislabelled.event, '2024-07-06T09:00:00+08:00', mislabelled, { planned: true }, { planned: true });
  const first = line.halted('2024-08-10T10:00:00+08:00', 'drive');
  const second = line.halted('2024-08-10T11:00:00+08:00', 'power');
  line.resumed('2024-08-10T12:30:00+08:00', [first, second]);
  line.reportedToo('LineResumed', '2024-08-11T08:00:00+08:00', {});
  line.refused('LineResumed', '2024-08-11T12:30:01+08:00', {}, 'not-halted');
  line.refused('LineResumed', '2024-08-11T08:00:00+08:00', { halt: 'no-such-halt' }, 'not-halted');
  const before = line.halted('2024-09-10T10:00:00+08:00', 'drive');
  line.resumed('2024-09-10T11:00:00+08:00', [before]);
  const next = line.halted('2024-09-10T11:00:00+08:00', 'power');
  line.resumed('2024-09-10T11:30:00+08:00', [next]);
  const early = line.halted('2023-12-01T14:00:00+08:00', 'not there yet', false, 'early');
  line.resumed('2023-12-01T18:00:00+08:00', [early], 'early');
  return line.messages;
}

function berlin(history: History): Message[] {
  const line = lineScript('be-1', 'L1', history);
  const spring = line.halted('2024-03-31T01:30:00+01:00', 'drive', false, 'spring');
  line.resumed('2024-03-31T03:30:00+02:00', [spring], 'spring');
  const midnight = line.halted('2024-03-31T23:00:00+02:00', 'paint', false, 'midnight');
  line.resumed('2024-04-01T01:00:00+02:00', [midnight], 'midnight');
  const autumn = line.halted('2024-10-27T01:30:00+02:00', 'drive', false, 'autumn');
  line.resumed('2024-10-27T03:30:00+01:00', [autumn], 'autumn');
  const winter = line.halted('2024-10-31T23:30:00+01:00', 'paint', false, 'winter');
  line.resumed('2024-11-01T00:30:00+01:00', [winter], 'winter');
  return line.messages;
}

function pune(history: History): Message[][] {
  const one = lineScript('pn-1', 'L1', history);
  const leap = one.halted('2024-02-29T23:45:00+05:30', 'drive', false, 'leap');
  one.resumed('2024-03-01T00:15:00+05:30', [leap], 'leap');
  const flood = one.halted('2024-04-28T00:00:00+05:30', 'flood', false, 'flood');
  one.resumed('2024-06-02T00:00:00+05:30', [flood], 'flood');
  const two = lineScript('pn-1', 'L2', history);
  const later = two.halted('2024-09-15T10:00:00+05:30', 'drive', false, 'later');
  two.resumed('2024-09-15T11:00:00+05:30', [later], 'later');
  const reportedLate = two.halted('2024-08-31T23:00:00+05:30', 'power', false, 'told-late');
  two.resumed('2024-09-01T00:10:00+05:30', [reportedLate], 'told-late');
  const stopped = two.halted('2024-10-05T20:00:00+05:30', 'drive', false, 'stopped');
  const works = two.halted('2024-10-05T21:00:00+05:30', 'maintenance', true, 'works');
  two.resumed('2024-10-05T22:00:00+05:30', [stopped], 'stopped');
  two.resumed('2024-10-05T23:00:00+05:30', [works], 'works');
  return [one.messages, two.messages];
}

/** Halts of every line, one sequence a line. */
export function lineScripts(history: History): Message[][] {
  return [shanghaiOne(history), shanghaiTwo(history), berlin(history), ...pune(history)];
}
