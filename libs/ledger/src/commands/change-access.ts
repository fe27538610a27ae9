import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AccessChange, AccessContext } from '@plant-ledger/domain';
import { RightsStore, type AccessOutcome } from '../access/rights-store.js';

/** Somebody with the right to asks that somebody may something, or may no longer. */
export class ChangeAccess extends Command<AccessOutcome> {
  constructor(
    /** Made all together, or none of them. */
    readonly changes: readonly AccessChange[],
    /** Who asks. */
    readonly by: string,
    readonly context: Omit<AccessContext, 'now'>,
  ) {
    super();
  }
}

@CommandHandler(ChangeAccess)
export class ChangeAccessHandler implements ICommandHandler<ChangeAccess> {
  constructor(private readonly rights: RightsStore) {}

  execute({ changes, by, context }: ChangeAccess): Promise<AccessOutcome> {
    return this.rights.change(changes, by, context);
  }
}
