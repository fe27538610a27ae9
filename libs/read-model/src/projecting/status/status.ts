import { START, type EventStore, type Position } from '@plant-ledger/event-store';

/** The projector's log; Nest's loggers and the console fit. */
export interface ProjectorLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface Stopped {
  readonly type: string;
  readonly stream: string;
  readonly position: Position;
  /** The store's own id of the event. */
  readonly id: string;
  readonly reason: string;
}

/** What keeps the projector from continuing, until it tries again. */
export interface Failure {
  readonly reason: string;
  /** Milliseconds since 1970 UTC. */
  readonly since: number;
  readonly attempts: number;
}

export interface ProjectorStatus {
  /** The last event projected; START before the first. */
  readonly position: Position;
  /** The log has been followed up to here; beyond `position` where foreign events were skipped. */
  readonly through: Position;
  /** The end of the log, read on its own about every second; undefined while it cannot be read. */
  readonly head: Position | undefined;
  /** Events in the log that are not projected. */
  readonly lagEvents: number;
  /** Whether `lagEvents` is a count; else it is a lower bound, as positions in this store have gaps. */
  readonly lagEventsExact: boolean;
  /** Age of the oldest event not projected, as far as it is known; 0 when caught up. */
  readonly lagSeconds: number;
  readonly caughtUp: boolean;
  /** When the projector last did something or was seen to have nothing to do, milliseconds since 1970 UTC. */
  readonly heartbeat: number | undefined;
  /** Who follows the log: this instance, or another one that it would take over from. */
  readonly projector: 'this instance' | 'standing by';
  readonly stopped?: Stopped | undefined;
  readonly failure?: Failure | undefined;
  readonly rebuilding?: Rebuilding | undefined;
  /** Why nothing is read: the read model was made of another log. */
  readonly withheld?: string | undefined;
}

/** A new generation that is being filled because the live one cannot be continued. */
export interface Rebuilding {
  readonly why: string;
  /** Milliseconds since 1970 UTC. */
  readonly since: number;
  /** How far the new generation has come, and its target; undefined before it is known. */
  readonly position: Position | undefined;
  readonly target: Position | undefined;
}

/** What a follower of the log reports of its work. Times: milliseconds since 1970 UTC. */
export interface Reports {
  applied(position: Position, through: Position): void;
  /** Events were received: how many are not projected, and when the first of them was recorded. */
  handed(events: number, recordedAt: number | undefined): void;
  failed(reason: string): void;
  succeeded(): void;
  /** Undefined: another instance has passed it. */
  stopped(stopped: Stopped | undefined): void;
  role(projector: ProjectorStatus['projector']): void;
  rebuilding(rebuilding: Omit<Rebuilding, 'since'> | undefined): void;
}

/**
 * Called for each batch that was written: its events, the milliseconds that projecting and writing took, and its last
 * position.
 */
export type BatchMeasured = (events: number, milliseconds: number, position: Position) => void;

/** All that a follower of the log says. Every argument can be cloned: the follower may be on another thread. */
export interface FollowerReports extends Reports, ProjectorLogger {
  /** Readers have everything up to here. */
  reached(through: Position): void;
  readonly measured: BatchMeasured;
}

export type StatusRecorder = ReturnType<typeof createStatusRecorder>;

/** Collects what is reported, and makes the status of it. */
export function createStatusRecorder(engine: EventStore['engine'], clock: () => number) {
  let position = START;
  let through = START;
  let head: Position | undefined;
  let handed = 0;
  let oldest: number | undefined;
  let behindSince: number | undefined;
  let heartbeat: number | undefined;
  let stopped: Stopped | undefined;
  let failure: Failure | undefined;
  let projector: ProjectorStatus['projector'] = 'standing by';
  let rebuilding: Rebuilding | undefined;

  const isBehind = () => head !== undefined && head > through;
  const look = (): void => {
    behindSince = isBehind() ? (behindSince ?? clock()) : undefined;
  };
  const lagEvents = (): number => {
    if (head === undefined || !isBehind()) return 0;
    // Positions of the embedded log run from 1 without gaps.
    if (engine === 'sqlite') return Number(head - (through < 0n ? 0n : through));
    return Math.max(1, handed);
  };

  const reports: Reports = {
    applied(appliedPosition, appliedThrough) {
      position = appliedPosition;
      through = appliedThrough;
      if (head !== undefined && head < through) head = through;
      heartbeat = clock();
      look();
    },
    handed(events, recordedAt) {
      handed = events;
      oldest = recordedAt;
      heartbeat = clock();
    },
    failed(reason) {
      failure = { reason, since: failure?.since ?? clock(), attempts: (failure?.attempts ?? 0) + 1 };
    },
    succeeded() {
      failure = undefined;
    },
    stopped(at) {
      stopped = at;
    },
    role(now) {
      projector = now;
    },
    rebuilding(now) {
      rebuilding = now && { ...now, since: rebuilding?.since ?? clock() };
      if (now) heartbeat = clock();
    },
  };
  return {
    ...reports,
    head(position: Position | undefined): void {
      head = position;
      look();
      if (head !== undefined && !isBehind() && !failure && !stopped) heartbeat = clock();
    },
    status: (): ProjectorStatus => ({
      position,
      through,
      head,
      lagEvents: lagEvents(),
      lagEventsExact: engine === 'sqlite' || !isBehind(),
      lagSeconds: isBehind() ? Math.max(0, clock() - Math.min(behindSince ?? Infinity, oldest ?? Infinity)) / 1_000 : 0,
      caughtUp: head !== undefined && !isBehind() && !stopped && !failure && !rebuilding,
      heartbeat,
      projector,
      ...(stopped && { stopped }),
      ...(failure && { failure }),
      ...(rebuilding && { rebuilding }),
    }),
  };
}
