const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

/** 40,200 */
export const count = (value: number): string => whole.format(value);
export const oneDigit = (value: number): string => tenth.format(value);
/** A share of 1: 97 % or, where it matters, 92.3 %. */
export const percent = (share: number): string => `${tenth.format(share * 100)}\u00A0%`;
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${tenth.format(value)} ${value === 1 ? one : many}`;

/** 1440 minutes as 24 h; 95 as 1 h 35 min. */
export function duration(minutes: number): string {
  const rounded = Math.round(minutes);
  const [hours, rest] = [Math.floor(rounded / 60), rounded % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${count(hours)} h` : `${count(hours)} h ${rest} min`;
}
