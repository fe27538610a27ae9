/** Transliteration and weights of 49 CFR 565.15(c), the check digit that ISO 3779 plants may use. */
const LETTERS_BY_VALUE = ['', 'AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ'];
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The check digit (0 to 9 or X) that position 9 of a well-formed 17-character VIN should be. */
export function vinCheckDigit(vin: string): string {
  let sum = 0;
  WEIGHTS.forEach((weight, index) => {
    sum += weight * valueOf(vin.charAt(index));
  });
  const remainder = sum % 11;
  return remainder === 10 ? 'X' : String(remainder);
}

function valueOf(character: string): number {
  const ofLetter = LETTERS_BY_VALUE.findIndex((letters) => letters.includes(character));
  return ofLetter < 0 ? Number(character) : ofLetter;
}

export function hasRightCheckDigit(vin: string): boolean {
  return vin.charAt(8) === vinCheckDigit(vin);
}
