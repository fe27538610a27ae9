/** Where the bystander's vehicles are built. */
export const BYSTANDER = {
  source: '//bystander.example/mes',
  time: '2024-07-20T08:00:00.000Z',
  plant: 'by-1',
  line: 'L1',
} as const;

/** What somebody met who went on using the service during an attack. */
export interface Met {
  /** The longest that `/livez` had to wait, milliseconds of the answering thread's processor time. */
  readonly longestWait: number;
  /** The most memory that the service held, MiB. */
  readonly largestResident: number;
  readonly asked: number;
  /** `/livez` that got no 200. */
  readonly unanswered: number;
  /** Vehicles that were answered 201. */
  readonly acknowledged: readonly string[];
}
