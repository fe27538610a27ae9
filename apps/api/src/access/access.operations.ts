import * as answers from '@plant-ledger/contract';
import { accessGranted, accessRevoked } from '@plant-ledger/domain';
import { json } from '../describing/content.js';
import { sentSchema } from '../describing/json-schema.js';
import type { Operation } from '../describing/operation.js';
import { asks } from '../describing/reading.js';
import { askedKey, askedKeyRevocation, askedRights } from './access.controller.js';
import { signingIn } from './session.controller.js';

const JSON_TYPE = 'application/json';
const REFUSED = {
  400: ['bad-request', 'malformed-json'],
  413: ['too-large'],
  415: ['unsupported-media-type'],
  503: ['store-unavailable', 'log-damaged', 'disk-nearly-full', 'contended'],
} as const;

export const ACCESS: readonly Operation[] = [
  {
    id: 'me',
    method: 'get',
    path: '/v1/access/me',
    tag: 'access',
    needs: 'nothing',
    summary: 'Who I am here, and what I may',
    answers: { 200: { description: 'Also of who is not signed in.', content: json('Me', answers.me) } },
    examples: [asks('open', 'While nothing was ever granted')],
  },
  {
    id: 'rights',
    method: 'get',
    path: '/v1/access/rights',
    tag: 'access',
    needs: 'access:read',
    summary: 'Who may what, now or as of a position or an instant',
    query: askedRights,
    answers: { 200: { description: 'Grants and keys.', content: json('Rights', answers.rights) } },
    problems: { 400: ['invalid-parameter'], 503: ['store-unavailable', 'log-damaged'] },
    examples: [asks('now', 'Now')],
  },
  {
    id: 'initAccess',
    method: 'post',
    path: '/v1/access/init',
    tag: 'access',
    needs: 'access',
    summary: 'Makes the first admin, with a key, which closes the ledger to everybody else',
    body: { [JSON_TYPE]: sentSchema(askedKey) },
    answers: { 201: { description: 'The key.', content: json('NewKey', answers.newKey) } },
    problems: { ...REFUSED, 409: ['access-begun'] },
    examples: [
      {
        name: 'who',
        summary: 'A principal has a kind',
        mediaType: JSON_TYPE,
        body: { principal: 'admin' },
        status: 400,
      },
    ],
  },
  {
    id: 'grant',
    method: 'post',
    path: '/v1/access/grants',
    tag: 'access',
    needs: 'access',
    summary: 'Grants roles; the first grant closes the ledger to everybody else',
    body: { [JSON_TYPE]: sentSchema(accessGranted) },
    answers: { 201: { description: 'Granted.', content: json('AccessChanged', answers.accessChanged) } },
    problems: {
      ...REFUSED,
      409: ['first-admin', 'scope-missing', 'scope-without-source', 'conflicting-roles', 'ends-in-the-past'],
    },
    examples: [
      {
        name: 'not-first',
        summary: 'The first must be an admin',
        mediaType: JSON_TYPE,
        body: { principal: 'user:ops-3', roles: ['operator'] },
        status: 409,
      },
    ],
  },
  {
    id: 'revoke',
    method: 'post',
    path: '/v1/access/revocations',
    tag: 'access',
    needs: 'access',
    summary: 'Ends what was granted: all of it, or some roles',
    body: { [JSON_TYPE]: sentSchema(accessRevoked) },
    answers: { 201: { description: 'Ended.', content: json('AccessChanged', answers.accessChanged) } },
    problems: { ...REFUSED, 404: ['unknown-principal'], 409: ['last-admin'] },
    examples: [
      {
        name: 'unknown',
        summary: 'Nothing is granted to it',
        mediaType: JSON_TYPE,
        body: { principal: 'user:nobody', reason: 'Left the company.' },
        status: 404,
      },
    ],
  },
  {
    id: 'issueKey',
    method: 'post',
    path: '/v1/access/keys',
    tag: 'access',
    needs: 'access',
    summary: 'Issues an API key, which is shown this once; two of a principal may be in force at a time',
    body: { [JSON_TYPE]: sentSchema(askedKey) },
    answers: { 201: { description: 'The key.', content: json('NewKey', answers.newKey) } },
    problems: { ...REFUSED, 404: ['unknown-principal'], 409: ['too-many-keys', 'ends-in-the-past'] },
    examples: [
      {
        name: 'unknown',
        summary: 'Nothing is granted to it',
        mediaType: JSON_TYPE,
        body: { principal: 'source:nobody' },
        status: 404,
      },
    ],
  },
  {
    id: 'revokeKey',
    method: 'post',
    path: '/v1/access/keys/{id}/revoke',
    tag: 'access',
    needs: 'access',
    summary: 'Revokes an API key: within a second it is refused by every instance',
    pathParameters: { id: { type: 'string', description: 'The eight characters after `plk_`.' } },
    body: { [JSON_TYPE]: sentSchema(askedKeyRevocation) },
    answers: { 200: { description: 'Revoked.', content: json('KeyRevoked', answers.keyRevokedAnswer) } },
    problems: { ...REFUSED, 404: ['unknown-key'], 409: ['key-revoked', 'last-admin'] },
    examples: [
      {
        name: 'unknown',
        summary: 'No such key',
        path: { id: '7h3k9m2q' },
        mediaType: JSON_TYPE,
        body: { reason: 'Found in a mail.' },
        status: 404,
      },
    ],
  },
  {
    id: 'signIn',
    method: 'post',
    path: '/v1/session',
    tag: 'access',
    needs: 'nothing',
    summary: 'Signs the page in: a cookie in place of the key or token, for at most twelve hours',
    body: { [JSON_TYPE]: sentSchema(signingIn) },
    answers: { 204: { description: 'Signed in.', headers: { 'Set-Cookie': { type: 'string' } } } },
    problems: { ...REFUSED, 401: ['bad-credentials', 'expired'], 429: ['too-many-requests'] },
    examples: [
      {
        name: 'unknown',
        summary: 'No key of this ledger',
        mediaType: JSON_TYPE,
        body: { credential: 'plk_7h3k9m2q' },
        status: 401,
      },
    ],
  },
  {
    id: 'signOut',
    method: 'delete',
    path: '/v1/session',
    tag: 'access',
    needs: 'nothing',
    summary: 'Signs the page out; a copy of the cookie ends, too',
    answers: { 204: { description: 'Signed out.', headers: { 'Set-Cookie': { type: 'string' } } } },
    examples: [],
  },
];
