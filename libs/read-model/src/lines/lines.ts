import type { Lines, LinesAsked, LineView } from '@plant-ledger/contract';
import { whatFits } from '../asking/page-of.js';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfPosition, formatInstant } from '../asking/wire.js';
import { readLineHalts } from './line-halts.js';
import { lineStatus, type LineStatus } from './line-status.js';

/** Every line with its status. A line whose commissioning was voided is left out. */
export async function lines(snapshot: Snapshot, asked: LinesAsked): Promise<Lines> {
  const { plant, line, asOf, at } = asked;
  const known = await readLineHalts(snapshot, { plant, line, asOf, at });
  const all = known.filter(({ commissionedAt }) => commissionedAt !== undefined).map((each) => lineStatus(each, at));
  return { position: asOfPosition(snapshot, asOf), at: formatInstant(at), lines: inRoom(all, asked) };
}

const SHOWN = 1_000;
/** The approximate size of an open halt without its reason. */
const HALT_SIZE = 250;

/** As many of the open halts as one answer has room for: the first of each line before the second of any. */
function inRoom(all: readonly LineStatus[], { after = 0, limit = SHOWN }: LinesAsked): LineView[] {
  const asked = all.map(({ openHalts }) => openHalts.slice(after, after + limit));
  const inTurn = asked
    .flatMap((halts) => halts.map((halt, turn) => ({ halt, turn })))
    .toSorted((one, other) => one.turn - other.turn);
  const shown = new Set(whatFits(inTurn, ({ halt }) => HALT_SIZE + halt.reason.length).map(({ halt }) => halt));
  return all.map((line, index) => {
    const openHalts = (asked[index] ?? []).filter((halt) => shown.has(halt));
    const end = after + openHalts.length;
    return { ...line, openHalts, nextOpenHalts: end < line.openHalts.length ? String(end) : null };
  });
}
