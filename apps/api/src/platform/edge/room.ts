import { ProblemException } from '../http/problem.js';

/** Who holds more than this is asked to go before those who hold little, bytes. */
const LITTLE = 65_536;

/** What all bodies that are on their way, or being worked on, may take together. */
export interface Room {
  readonly most: number;
  /** Bytes that are held now. */
  readonly held: number;
  /** Bodies that were turned away, as there was no room. */
  readonly turnedAway: number;
  enter(): Share;
}

/** What one body takes of the room. */
export interface Share {
  /** It has come this far, and holds so many bytes. */
  hold(bytes: number): void;
  /** What is to be done when others need the room more: in place of what was said before, and at most once. */
  whenTurnedAway(act: (problem: ProblemException) => void): void;
  /** All of it is there and is being worked on: it cannot be turned away any more. @throws ProblemException when it was. */
  settle(): void;
  leave(): void;
}

interface Holder {
  bytes: number;
  turnAway: (problem: ProblemException) => void;
  problem?: ProblemException;
}

/**
 * When the room is full, those are turned away that have been silent for longest: whoever sends on gets through, and who
 * sends half a body cannot keep the others out.
 */
export function createRoom(most: number): Room {
  let held = 0;
  let turnedAway = 0;
  /** In the order in which they were last heard. */
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
