import { finish, milestoneForecast } from '@plant-ledger/domain';
import { daysBetween, type Method } from './questions.js';

/** The ledger's own forecast, as a milestone has it. */
export const ours: Method = ({ series, at, days, capacity, value, target }) => {
  const question = { milestone: series.name, target, due: at, value, days: days(), capacity, at };
  const forecast = finish(milestoneForecast(question));
  if (!forecast) return undefined;
  const [p10, p50, p85] = [forecast.p10, forecast.p50, forecast.p85].map((date) =>
    date === null ? Infinity : daysBetween(at, date),
  );
  return { p10: p10 ?? Infinity, p50: p50 ?? Infinity, p85: p85 ?? Infinity };
};
