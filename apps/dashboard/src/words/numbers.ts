const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export const count = (value: number): string => whole.format(value);
export const oneDigit = (value: number): string => tenth.format(value);
/** A share of 1: 97 % or, where it matters, 92.3 %. */
export const percent = (share: number): string => `${tenth.format(share * 100)}\u00A0%`;
/** A chance that no model can be sure of: never 100 % and never 0. */
export function chance(share: number): string {
  if (share > 0.99) return `over ${percent(0.99)}`;
  return share < 0.01 ? `under ${percent(0.01)}` : `${whole.format(share * 100)}\u00A0%`;
}

const twoDigits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });
/** Vehicles a day: 383, or 0.85 where a whole number would be too coarse. */
export const perDay = (value: number): string => (Math.abs(value) < 10 ? twoDigits : whole).format(value);

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${tenth.format(value)} ${value === 1 ? one : many}`;

/** 1440 minutes as 24 h; 95 as 1 h 35 min. */
export function duration(minutes: number): string {
  const rounded = Math.round(minutes);
  const [hours, rest] = [Math.floor(rounded / 60), rounded % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${count(hours)} h` : `${count(hours)} h ${rest} min`;
}
