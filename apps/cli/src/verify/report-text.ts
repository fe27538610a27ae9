import type { Check, VerifyReport } from '@plant-ledger/read-model';
import { grouped, printable } from '../terminal/words.js';

const LOOKED_AT: Readonly<Record<Check, string>> = {
  log: 'every event of the log is as it was written, none is missing, and the log replays',
  chain: 'the hash chain is that of the log',
  'read-model': 'every row of the read model is what the log gives',
  books: 'the books balance at every month end',
  months: 'published months stand as they were published',
  ids: 'no source has used an id twice',
};

/** Findings of one check that are printed; all of them are in the JSON. */
const SHOWN = 20;

/** A verification for a person: the verdict, what was checked, and what was found. */
export function reportText(report: VerifyReport): string {
  const { findings, notes, position, checks, chain, digest, eventStore, readModel, generation } = report;
  const width = Math.max(...checks.map(({ ok }) => verdictOn(ok).length));
  const verdict =
    findings.length === 0
      ? `All is well up to position ${placeOf(position)}.`
      : `${grouped(findings.length)} finding${findings.length === 1 ? '' : 's'} up to position ${placeOf(position)}.`;
  const looks = checks.map(({ check, ok }) => `  ${verdictOn(ok).padEnd(width)}  ${LOOKED_AT[check]}`);
  const shown = checks.flatMap(({ check }) => {
    const own = findings.filter((finding) => finding.check === check);
    const more = own.length > SHOWN ? [`  … and ${grouped(own.length - SHOWN)} more (--json has them all)`] : [];
    return [...own.slice(0, SHOWN).map(({ sentence }) => `  ${sentence}`), ...more];
  });
  const about = [
    `  event store  ${eventStore}`,
    `  read model   ${readModel}, generation ${generation}`,
    `  chain        ${chain}`,
    `  digest       ${digest}`,
  ];
  const noted = notes.map((note) => `  note  ${note}`);
  return [verdict, ...looks, ...about, ...shown, ...noted].map((line) => `${printable(line)}\n`).join('');
}

function verdictOn(ok: boolean | null): string {
  if (ok === null) return 'not checked';
  return ok ? 'ok' : 'DIFFERS';
}

function placeOf(position: string): string {
  return position === '0' ? 'none, as there are no events yet' : position;
}
