const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const letterValues = '12345678' + '12345' + '7' + '9' + '23456789';
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const overflowAlphabet = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';

function valueOf(character: string): number {
  const letter = letters.indexOf(character);
  return letter < 0 ? Number(character) : Number(letterValues[letter]);
}

/** The check digit of a 17-character VIN, whatever its ninth character is (49 CFR 565.15, ISO 3779). */
export function checkDigit(vin: string): string {
  const sum = weights.reduce((total, weight, place) => total + weight * valueOf(vin.charAt(place)), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** VINs of one series: `prefix` is places 1 to 6, the model year (place 10) is R for 2024, the plant (place 11) is A. */
export function vinSeries(prefix: string): (serial: number) => string {
  const range = 1_000_000;
  const capacity = range * overflowAlphabet.length ** 2;
  let block = -1;
  let head = '';
  let headSum = 0;
  return (serial) => {
    if (serial < 0 || serial >= capacity) throw new RangeError(`a series holds ${capacity} VINs, not number ${serial}`);
    const own = Math.floor(serial / range);
    if (own !== block) {
      block = own;
      const high = overflowAlphabet.charAt(Math.floor(own / overflowAlphabet.length));
      head = prefix + high + overflowAlphabet.charAt(own % overflowAlphabet.length);
      headSum = 9 * valueOf('R') + 8 * valueOf('A');
      for (let place = 0; place < 8; place++) headSum += (weights[place] ?? 0) * valueOf(head.charAt(place));
    }
    let rest = serial % range;
    const digits = String(rest).padStart(6, '0');
    let sum = headSum;
    for (let weight = 2; weight <= 7; weight++) {
      sum += weight * (rest % 10);
      rest = Math.floor(rest / 10);
    }
    const check = sum % 11;
    return head + (check === 10 ? 'X' : check) + 'RA' + digits;
  };
}
