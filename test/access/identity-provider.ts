import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** What a ledger sees of an identity provider: its discovery document, its keys, and the tokens that people bring. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly port: number;
  readonly publicKey: JWK;
  /** An access token with these claims; one that is undefined is left out. */
  token(claims: JWTPayload, signedBy?: CryptoKey): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const ALGORITHM = 'ES256';
const KEY_ID = 'k1';

export async function identityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const key = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
  const server = createServer(({ url }, response) => {
    const documents: Readonly<Record<string, object>> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks` },
      '/jwks': { keys: [key] },
    };
    const document = documents[url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(document ?? {}));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    port,
    publicKey: key,
    token: (claims, signedBy = privateKey) =>
      new SignJWT(JSON.parse(JSON.stringify(claims)) as JWTPayload)
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'at+jwt' })
        .sign(signedBy),
    async stop() {
      server.close();
      await once(server, 'close');
    },
    async start() {
      await listen(port);
    },
  };
}
