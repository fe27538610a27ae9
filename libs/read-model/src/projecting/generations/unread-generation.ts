import { firstProgress } from '../storage/checkpoint.js';
import { ReadModelNotBuiltError } from '../storage/read-model.js';
import type { OtherShapeError } from '../storage/shape.js';
import type { Generation, GenerationRecord } from '../storage/storage.js';

/** Replaces a live generation whose tables this version cannot read: it has no progress, and its reads fail. */
export function unreadGeneration({ name, codeVersion }: GenerationRecord, { message }: OtherShapeError): Generation {
  const refuse = () => Promise.reject(new ReadModelNotBuiltError(message));
  return {
    name,
    rows: {
      progress: () => Promise.resolve({ ...firstProgress(codeVersion), epoch: 0 }),
      load: refuse,
      units: refuse,
      quarantined: refuse,
      claim: refuse,
      write: refuse,
    },
    indexes: { drop: refuse, make: refuse },
    read: refuse,
    digest: refuse,
    close: () => Promise.resolve(),
  };
}
