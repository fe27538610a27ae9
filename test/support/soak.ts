/**
 * How much of something random a suite does: less where all tests are run, more in the soak (`npm run test:soak`), which runs
 * these suites alone and under another seed each time.
 */
const IS_SOAK = process.env.LEDGER_TEST_SOAK === 'true';

export const inSoak = <T>(soak: T, otherwise: T): T => (IS_SOAK ? soak : otherwise);

/** One that each run has of its own, below a million. */
export const newSeed = (): number => Date.now() % 1_000_000;
