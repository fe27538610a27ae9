import { ConfigurationError, readConfiguration } from './configuration.js';

const messageFor = (variables: NodeJS.ProcessEnv): string => {
  try {
    readConfiguration(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('the configuration', () => {
  it('needs nothing: the embedded stores, on loopback', () => {
    expect(readConfiguration({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      eventStore: 'sqlite:./data/log.db',
      readModel: 'sqlite:./data/read-model',
      timeZone: 'UTC',
      streamPrefix: '',
      clock: undefined,
      earliest: Date.UTC(2000, 0, 1),
      insecure: false,
      liveConnections: 1_000,
      logReaders: 16,
      connections: 4_000,
      longestUnread: 30_000,
      hosts: [],
      trustedProxies: [],
      diskReserve: 100_000_000,
      checkEvery: 3_600_000,
      logLevel: 'info',
      trust: './data/trust',
      separateDuties: false,
      quotas: { requestsPerMinute: 60_000, bytesPerMinute: 6_000_000_000 },
    });
  });

  it.each([
    [{ LEDGER_OIDC_ISSUER: 'https://login.example' }, /LEDGER_OIDC_AUDIENCE/],
    [{ LEDGER_OIDC_AUDIENCE: 'plant-ledger' }, /LEDGER_OIDC_ISSUER/],
    [{ LEDGER_TLS_CERT_FILE: 'cert.pem' }, /LEDGER_TLS_KEY_FILE/],
    [{ LEDGER_TLS_KEY_FILE: 'key.pem' }, /LEDGER_TLS_CERT_FILE/],
  ])('says what belongs together: %j', (variables, said) => {
    expect(messageFor(variables)).toMatch(said);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfiguration({ PORT: '', LEDGER_CLOCK: '' })).toMatchObject({ port: 3000, clock: undefined });
  });

  it.each([
    [{ PORT: 'eighty' }, /^PORT /],
    [{ PORT: '70000' }, /^PORT /],
    [{ LEDGER_TIME_ZONE: '+08:00' }, /^LEDGER_TIME_ZONE .*IANA/],
    [{ LEDGER_TIME_ZONE: 'Mars/Olympus' }, /^LEDGER_TIME_ZONE .*IANA/],
    [{ LEDGER_CLOCK: 'yesterday' }, /^LEDGER_CLOCK .*RFC 3339/],
    [{ LEDGER_EARLIEST: '2024-02-30' }, /^LEDGER_EARLIEST .*RFC 3339/],
    [{ LEDGER_STREAM_PREFIX: '$system' }, /^LEDGER_STREAM_PREFIX /],
    [{ LEDGER_INSECURE: 'yes' }, /^LEDGER_INSECURE /],
    [{ LEDGER_LIVE_CONNECTIONS: '-1' }, /^LEDGER_LIVE_CONNECTIONS /],
    [{ LEDGER_UNREAD_SECONDS: '0' }, /^LEDGER_UNREAD_SECONDS .*from 1 to 3600/],
    [{ LEDGER_LOG_LEVEL: 'loud' }, /^LEDGER_LOG_LEVEL .*info/],
    [{ LEDGER_TRUSTED_PROXIES: 'proxy.example' }, /^LEDGER_TRUSTED_PROXIES .*10\.0\.0\.0\/8/],
    [{ LEDGER_TRUSTED_PROXIES: '10.0.0.0/33' }, /^LEDGER_TRUSTED_PROXIES /],
  ])('names the variable that is wrong: %j', (variables, said) => {
    expect(messageFor(variables)).toMatch(said);
  });

  it.each(['0.0.0.0', '::', '192.168.1.10', 'ledger.example'])('takes %s for what others can reach', (HOST) => {
    expect(readConfiguration({ HOST })).toMatchObject({ host: HOST, insecure: false });
    expect(readConfiguration({ HOST, LEDGER_INSECURE: 'true' })).toMatchObject({ host: HOST, insecure: true });
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('takes %s for loopback', (HOST) => {
    expect(readConfiguration({ HOST })).toMatchObject({ host: HOST, insecure: false });
  });
});
