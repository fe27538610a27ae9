import { su7Scenario, type ScenarioOptions } from '../../../simulator/src/index.js';

const PIECE = 65_536;

/** The scenario as NDJSON, in pieces of many whole lines. */
export function* scenarioPieces(options: ScenarioOptions): Generator<string> {
  let piece = '';
  for (const event of su7Scenario(options)) {
    piece += `${JSON.stringify(event)}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
