/** Errors that a person can act on, by name: their message is enough, and a stack would hide it. */
export const PLAIN_ERRORS: ReadonlySet<string> = new Set([
  'ConfigurationError',
  'ContendedStreamError',
  'CsvError',
  'DiskNearlyFullError',
  'LeaseLostError',
  'LogAlreadyWrittenError',
  'LogDamagedError',
  'NoFormerGenerationError',
  'NoReadModelError',
  'ReadModelDamagedError',
  'ReadModelRequestError',
  'ReadModelUnavailableError',
  'RebuildUnderWayError',
  'ReportingZoneError',
  'StoreRequestError',
  'StoreUnavailableError',
]);
