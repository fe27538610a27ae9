/** A suite that makes up what happens does less of it where all tests are run, and more in the soak (`npm run test:soak`). */
const IS_SOAK = process.env.LEDGER_TEST_SOAK === 'true';

export const inSoak = <T>(soak: T, otherwise: T): T => (IS_SOAK ? soak : otherwise);

/** One that each run has of its own, below a million. */
export const newSeed = (): number => Date.now() % 1_000_000;
