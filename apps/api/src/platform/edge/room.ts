import { ProblemException } from '../http/problem.js';

/** Those that hold more than this are turned away before those that hold little, bytes. */
const LITTLE = 65_536;

/**
 * Limits the memory of all bodies that are arriving or being worked on, together. When the room is full, those that have
 * been silent longest are turned away: whoever keeps sending gets through, and one that sends half a body cannot keep the
 * others out.
 */
export class Room {
  held = 0;
  turnedAway = 0;
  /** In the order in which they last sent something. */
  readonly arriving = new Set<Share>();

  constructor(readonly most: number) {}

  enter(): Share {
    return new Share(this);
  }

  turnAwayUntilThereIsRoom(): void {
    for (const least of [LITTLE, 0])
      for (const share of this.arriving) {
        if (this.held <= this.most) return;
        if (share.bytes <= least) continue;
        share.turnAway(noRoom());
        this.turnedAway += 1;
      }
  }
}

/** What one body holds of the room. */
export class Share {
  bytes = 0;
  #isIn = true;
  #problem: ProblemException | undefined;
  #act: (problem: ProblemException) => void = () => undefined;

  constructor(private readonly room: Room) {
    room.arriving.add(this);
  }

  /** Reports that bytes arrived, and how many the body holds now. */
  hold(bytes: number): void {
    if (!this.#isIn || this.#problem) return;
    const isArriving = this.room.arriving.delete(this);
    this.#setBytes(bytes);
    if (isArriving) this.room.arriving.add(this);
    if (this.room.held > this.room.most) this.room.turnAwayUntilThereIsRoom();
  }

  /** Registers what to do when others need the room more: replaces what was registered before; called at most once. */
  whenTurnedAway(act: (problem: ProblemException) => void): void {
    this.#act = act;
  }

  turnAway(problem: ProblemException): void {
    this.room.arriving.delete(this);
    this.#setBytes(0);
    this.#problem = problem;
    this.#act(problem);
  }

  /**
   * The whole body is there and being worked on: it cannot be turned away any more. @throws ProblemException when it
   * was already.
   */
  settle(): void {
    if (this.#problem) throw this.#problem;
    this.room.arriving.delete(this);
  }

  leave(): void {
    this.#isIn = false;
    this.room.arriving.delete(this);
    this.#setBytes(0);
  }

  #setBytes(bytes: number): void {
    this.room.held += bytes - this.bytes;
    this.bytes = bytes;
  }
}

function noRoom(): ProblemException {
  return new ProblemException(
    503,
    'too-many-bodies',
    'As much as the ledger takes at one time is on its way already, and this has been waiting for longest. Send it again later; what was sent of a stream may be sent again, too.',
  );
}
