/** What was given names no read model that this version can open. */
export class ReadModelRequestError extends Error {
  override readonly name = 'ReadModelRequestError';
}

/** The read model's database does not answer; what was asked may be asked again later. */
export class ReadModelUnavailableError extends Error {
  override readonly name = 'ReadModelUnavailableError';
}
