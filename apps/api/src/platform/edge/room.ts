import { ProblemException } from '../http/problem.js';

/** Those that hold more than this are turned away before those that hold little, bytes. */
const LITTLE = 65_536;

/** Limits the memory of all bodies that are arriving or being worked on, together. */
export interface Room {
  readonly most: number;
  readonly held: number;
  readonly turnedAway: number;
  enter(): Share;
}

export interface Share {
  /** Reports that bytes arrived, and how many the body holds now. */
  hold(bytes: number): void;
  /** Registers what to do when others need the room more: replaces what was registered before; called at most once. */
  whenTurnedAway(act: (problem: ProblemException) => void): void;
  /**
   * The whole body is there and being worked on: it cannot be turned away any more. @throws ProblemException when it
   * was already.
   */
  settle(): void;
  leave(): void;
}

interface Holder {
  bytes: number;
  turnAway: (problem: ProblemException) => void;
  problem?: ProblemException;
}

/**
 * When the room is full, those that have been silent longest are turned away: whoever keeps sending gets through, and
 * one that sends half a body cannot keep the others out.
 */
export function createRoom(most: number): Room {
  let held = 0;
  let turnedAway = 0;
  /** In the order in which they last sent something. */
  const arriving = new Set<Holder>();
  const turnAwayUntilThereIsRoom = () => {
    for (const least of [LITTLE, 0])
      for (const holder of arriving) {
        if (held <= most) return;
        if (holder.bytes <= least) continue;
        arriving.delete(holder);
        held -= holder.bytes;
        holder.bytes = 0;
        turnedAway += 1;
        holder.problem = noRoom();
        holder.turnAway(holder.problem);
      }
  };
  return {
    most,
    get held() {
      return held;
    },
    get turnedAway() {
      return turnedAway;
    },
    enter() {
      const holder: Holder = { bytes: 0, turnAway: () => undefined };
      let isIn = true;
      arriving.add(holder);
      return {
        hold(bytes) {
          if (!isIn || holder.problem) return;
          const isArriving = arriving.delete(holder);
          held += bytes - holder.bytes;
          holder.bytes = bytes;
          if (isArriving) arriving.add(holder);
          if (held > most) turnAwayUntilThereIsRoom();
        },
        whenTurnedAway(act) {
          holder.turnAway = act;
        },
        settle() {
          if (holder.problem) throw holder.problem;
          arriving.delete(holder);
        },
        leave() {
          isIn = false;
          arriving.delete(holder);
          held -= holder.bytes;
          holder.bytes = 0;
        },
      };
    },
  };
}

function noRoom(): ProblemException {
  return new ProblemException(
    503,
    'too-many-bodies',
    'As much as the ledger takes at one time is on its way already, and this has been waiting for longest. Send it again later; what was sent of a stream may be sent again, too.',
  );
}
