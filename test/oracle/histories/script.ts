import { RuledLedger } from '../rules/ledger.js';
import type { Answer, Details, Reported } from '../rules/reported.js';
import { checkDigitOf } from '../rules/vin.js';
import type { Random } from './random.js';
import { timesOf, ZONES, type Times } from './times.js';

/** The time of asking, which all facts lie before. */
export const ASKED_AT = '2024-12-20T12:00:00.000Z';

export const MES = '//oracle.example/mes';
export const ERP = '//oracle.example/erp';

/** A history while it is written: what was told so far, and how the rules say that it stands. */
export class Script {
  readonly reported: Reported[] = [];
  /** What each of it is answered by the rules. */
  readonly answers: Answer[] = [];
  readonly ledger: RuledLedger;
  readonly times: Times;
  readonly zones: readonly string[];
  readonly plants: readonly string[];
  readonly lines: readonly { readonly plant: string; readonly line: string }[];
  readonly sites: readonly string[];
  readonly milestones: readonly string[];
  readonly models = ['SU7', 'YU7'];
  private vins = 0;
  private reasons = 0;

  constructor(
    private readonly seed: number,
    readonly random: Random,
    /** Stands in every name, so that histories do not meet in one ledger. */
    readonly name: string,
    period: { readonly zone: string; readonly first: string },
    reportingZone: string,
  ) {
    this.ledger = new RuledLedger(reportingZone, Date.parse(ASKED_AT));
    this.zones = [period.zone, random.of(ZONES), random.of(ZONES)];
    this.times = timesOf(random, [...this.zones, reportingZone], period.first);
    const [first, second] = [this.named('p1'), this.named('p2')];
    this.plants = [first, second];
    this.lines = [
      { plant: first, line: 'L1' },
      { plant: first, line: 'L2' },
      { plant: second, line: 'L1' },
    ];
    this.sites = ['s1', 's2', 's3'].map((site) => this.named(site));
    this.milestones = ['m1', 'm2', 'm3'].map((milestone) => this.named(milestone));
  }

  named(what: string): string {
    return `${this.name}-${what}`;
  }

  /** A reason of its own, of a few that come again. */
  reason = (): string => ['paint', 'motor', 'night'][this.reasons++ % 3] ?? 'paint';

  newVin(wrong = false): string {
    this.vins += 1;
    const vin = `LS${String(this.seed % 1e6).padStart(6, '0')}0ZR0000${String(this.vins).padStart(2, '0')}`;
    const right = checkDigitOf(vin);
    return `${vin.slice(0, 8)}${wrong ? (right === '1' ? '2' : '1') : right}${vin.slice(9)}`;
  }

  report(type: string, at: number, data: Details, source = this.random.chance(0.7) ? MES : ERP): void {
    this.send({
      specversion: '1.0',
      source,
      id: `${this.name}-${this.reported.length}`,
      type,
      time: new Date(at).toISOString(),
      data,
    });
  }

  send(reported: Reported): void {
    const answer = this.ledger.take(reported);
    this.reported.push(reported);
    this.answers.push(answer);
  }
}
