import type { AccessChanged, AccessRights, Me, NewKey } from '@plant-ledger/contract';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Configuration } from '@plant-ledger/configuration';
import {
  accessGranted,
  accessRevoked,
  adminWithKey,
  keyFor,
  principal,
  reason,
  type AccessChange,
  type AccessRefusal,
} from '@plant-ledger/domain';
import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import { ChangeAccess, newApiKey, readRights } from '@plant-ledger/ledger';
import { formatInstant } from '@plant-ledger/read-model';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { jsonBody } from '../intake/json-body.js';
import { JsonOnlyGuard } from '../platform/http/json-only.guard.js';
import { asOf, type AsOf } from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';
import { CONFIGURATION, EVENT_STORE } from '../tokens.js';
import { Access } from '../platform/access/access.js';
import { shortNameOf } from '../platform/access/identity-tokens.js';
import { rightsView } from './rights-view.js';

export const askedRights = z.strictObject({ asOf: asOf.optional() });

export const askedKey = z.strictObject({
  principal,
  days: z.int('must be a whole number').min(1, 'must be at least 1').max(3_650).default(365).meta({
    description: 'How long the key holds.',
  }),
});
export const askedKeyRevocation = z.strictObject({ reason });

const DAY = 86_400_000;

/** Who may what: to read, and for admins to change. Each change is an event of the log. */
@Controller('v1/access')
export class AccessController {
  constructor(
    private readonly access: Access,
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get('me')
  me(@Req() { principal: who }: FastifyRequest): Me {
    return {
      open: this.access.isOpen,
      principal: who?.name ?? null,
      roles: [...(who?.roles ?? [])],
      permissions: [...(who?.permissions ?? [])],
      scopes: [...(who?.scopes ?? [])],
      expires: who && Number.isFinite(who.validUntil) ? formatInstant(who.validUntil) : null,
    };
  }

  /** As of now, or of a position or an instant: from the log itself, whatever the read model knows. */
  @Get('rights')
  async rights(@Query({ schema: askedRights }) asked: z.output<typeof askedRights>): Promise<AccessRights> {
    let position: Position = START;
    let now = asked.asOf?.kind === 'instant' ? asked.asOf.instant : Date.now();
    const { rights } = await readRights(this.store, undefined, (event) => {
      if (!isKnownAsOf(event, asked.asOf)) return false;
      position = event.position;
      if (asked.asOf?.kind === 'position') now = event.recordedAt;
      return true;
    });
    return rightsView(rights, position, now, (keyId) => this.access.lastUsed(keyId));
  }

  /** The first admin, with a key, while the ledger is open to all: it is closed to everybody else by that. */
  @Post('init')
  @HttpCode(201)
  @UseGuards(JsonOnlyGuard)
  async init(@Req() request: FastifyRequest): Promise<NewKey> {
    const asked = await jsonBody(request, askedKey, 'Send {"principal": "user:admin", "days": 365}.');
    const made = madeKey(asked);
    await this.#change(request, adminWithKey(made.principal, made, made.expires), true);
    return answered(made);
  }

  @Post('grants')
  @HttpCode(201)
  @UseGuards(JsonOnlyGuard)
  async grant(@Req() request: FastifyRequest): Promise<AccessChanged> {
    const help =
      'Send {"principal": "source:mes-bj1", "roles": ["source"], "scope": {"sources": ["//bj-1.example/mes"], "plants": ["bj-1"]}}; only a source has a scope.';
    const data = await jsonBody(request, accessGranted, help);
    const warnings = await this.#change(request, [{ type: 'AccessGranted', data }]);
    return { principal: data.principal, roles: data.roles, warnings };
  }

  @Post('revocations')
  @HttpCode(201)
  @UseGuards(JsonOnlyGuard)
  async revoke(@Req() request: FastifyRequest): Promise<AccessChanged> {
    const help = 'Send {"principal": "user:ops-3", "reason": "…"}, and "roles" where not all of them end.';
    const data = await jsonBody(request, accessRevoked, help);
    const warnings = await this.#change(request, [{ type: 'AccessRevoked', data }]);
    return { principal: data.principal, roles: data.roles ?? [], warnings };
  }

  @Post('keys')
  @HttpCode(201)
  @UseGuards(JsonOnlyGuard)
  async issueKey(@Req() request: FastifyRequest): Promise<NewKey> {
    const asked = await jsonBody(request, askedKey, 'Send {"principal": "source:mes-bj1", "days": 365}.');
    const made = madeKey(asked);
    await this.#change(request, [keyFor(made.principal, made, made.expires)]);
    return answered(made);
  }

  @Post('keys/:id/revoke')
  @HttpCode(200)
  @UseGuards(JsonOnlyGuard)
  async revokeKey(@Param('id') keyId: string, @Req() request: FastifyRequest) {
    const asked = await jsonBody(request, askedKeyRevocation, 'Send {"reason": "…"}: it stays on record.');
    await this.#change(request, [{ type: 'KeyRevoked', data: { keyId, reason: asked.reason } }]);
    return { keyId, revoked: true as const };
  }

  /** @throws ProblemException 409 that says why it is refused. */
  async #change(
    { principal: asker }: FastifyRequest,
    changes: readonly AccessChange[],
    isFirst = false,
  ): Promise<string[]> {
    const { separateDuties, oidc } = this.configuration;
    const credential = asker?.credential ?? { kind: 'none' };
    const context = {
      separateDuties,
      isFirst,
      issuer: oidc && shortNameOf(oidc.issuer),
      asker: credential.kind === 'none' ? undefined : credential,
    };
    const outcome = await this.commands.execute(new ChangeAccess(changes, asker?.by ?? 'local', context));
    if (outcome.kind === 'made') return [...outcome.warnings];
    throw new ProblemException(statusOf(outcome.code), outcome.code, outcome.detail);
  }
}

function statusOf(code: AccessRefusal): number {
  if (code === 'not-allowed') return 403;
  return code.startsWith('unknown-') ? 404 : 409;
}

function madeKey({ principal: holder, days }: z.output<typeof askedKey>) {
  return { ...newApiKey(), principal: holder, expires: formatInstant(Date.now() + days * DAY) };
}

function answered({ keyId, principal: holder, key, expires }: ReturnType<typeof madeKey>): NewKey {
  return { keyId, principal: holder, key, expires };
}

function isKnownAsOf(event: { readonly position: Position; readonly recordedAt: number }, asked?: AsOf): boolean {
  if (!asked) return true;
  return asked.kind === 'position' ? event.position <= asked.position : event.recordedAt <= asked.instant;
}
