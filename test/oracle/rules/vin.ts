const VALUES = new Map(
  ['A1B2C3D4E5F6G7H8', 'J1K2L3M4N5P7R9', 'S2T3U4V5W6X7Y8Z9']
    .flatMap((row) => row.match(/../g) ?? [])
    .map((pair) => [pair.slice(0, 1), Number(pair.slice(1))]),
);
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The ninth place of a VIN, by ISO 3779's weights: the remainder by eleven, ten being X. */
export function checkDigitOf(vin: string): string {
  const sum = Array.from(vin).reduce(
    (total, character, place) => total + (VALUES.get(character) ?? Number(character)) * (WEIGHTS[place] ?? 0),
    0,
  );
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

export const hasRightCheckDigit = (vin: string): boolean => vin[8] === checkDigitOf(vin);
