import { typedMoment } from '../words/asked-moment.js';

const OPENED = new Date().toISOString();

/** A time that can be asked for in any ledger, in the format of the input: when this page was opened. */
export const exampleMoment = (zone: string): string => typedMoment(OPENED, zone);
