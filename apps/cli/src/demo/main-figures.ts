import type { ForecastView, MilestoneView, MonthlyTotals } from '@plant-ledger/contract';
import { askLedger } from '../ask-ledger.js';
import { grouped } from '../terminal/words.js';

export interface MainFigures {
  readonly firstThreeMonths: number;
  readonly july: number;
  /** July's delivery target; undefined when none is set. */
  readonly julyTarget: number | undefined;
  readonly milestone: MilestoneView;
}

export async function readMainFigures(server: string): Promise<MainFigures> {
  const { rows } = (await askLedger({ server }, '/v1/monthly-totals?from=2024-04&to=2024-07')) as MonthlyTotals;
  const july = rows.find(({ month }) => month === '2024-07');
  return {
    firstThreeMonths: rows.reduce((sum, { month, delivered }) => (month < '2024-07' ? sum + delivered : sum), 0),
    july: july?.delivered ?? 0,
    julyTarget: july?.targets.find(({ metric }) => metric === 'delivered')?.current,
    milestone: (await askLedger({ server }, '/v1/milestones/deliveries-100k')) as MilestoneView,
  };
}

export function figureLines({ firstThreeMonths, july, julyTarget, milestone }: MainFigures): string[] {
  const share = julyTarget
    ? `, ${((july / julyTarget) * 100).toFixed(1)} % of the month's target of ${grouped(julyTarget)}`
    : '';
  const { title, target, value, remaining, due, state, forecast } = milestone;
  return [
    `Delivered April to June 2024   ${grouped(firstThreeMonths).padStart(7)}`,
    `Delivered July to the 28th     ${grouped(july).padStart(7)}${share}`,
    `Milestone "${title}": ${grouped(value)} of ${grouped(target)}, ${grouped(remaining)} to go by ${due} (${state})`,
    ...(forecast ? [forecastLine(forecast)] : []),
  ];
}

function forecastLine({
  p10,
  p50,
  p85,
  daysAheadP50,
  asPlanned,
  withoutAssumptions,
  assumptions,
}: ForecastView): string {
  const never = 'not within ten years';
  const ahead = daysAheadP50 ?? 0;
  const against = ahead < 0 ? `${-ahead} days late` : `${ahead} days early`;
  const dates = p50 === null ? never : `${p50} (75 % likely from ${p10} to ${p85 ?? never}), ${against}`;
  const plans = `; as planned ${asPlanned.p50 ?? never}, without the capacity to come ${withoutAssumptions.p50 ?? never}`;
  return `Forecast (P50)                 ${dates}${assumptions.length > 0 ? plans : ''}`;
}
