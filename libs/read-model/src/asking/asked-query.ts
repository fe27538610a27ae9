import { Query } from '@nestjs/cqrs';

/** A query on the QueryBus, with what it asks. */
export abstract class AskedQuery<Asked, Answer> extends Query<Answer> {
  constructor(readonly asked: Asked) {
    super();
  }
}
