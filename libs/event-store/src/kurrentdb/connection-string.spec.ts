import { StoreRequestError } from '../port.js';
import { makeClient } from './client.js';
import { readConnectionString } from './connection-string.js';

const ALWAYS = 'nodePreference=leader&throwOnAppendFailure=false';

describe('a connection string', () => {
  it('is passed on with what the ledger needs: the leader, and conflicts as answers', () => {
    expect(readConnectionString('kurrentdb://127.0.0.1:2113?tls=false').connectionString).toBe(
      `kurrentdb://127.0.0.1:2113?tls=false&${ALWAYS}`,
    );
    expect(
      readConnectionString('esdb+discover://u:p%40@a.example,b.example:2114/?nodepreference=follower').connectionString,
    ).toBe(`kurrentdb+discover://u:p%40@a.example,b.example:2114?${ALWAYS}`);
  });

  it('is shown without its secrets', () => {
    const { description } = readConnectionString('esdb://robot:s3cret@a.example:2113,b.example?userKeyFile=/etc/key');
    expect(description).toBe('kurrentdb://a.example:2113,b.example');
  });

  it.each([
    'kurrentdb://',
    'kurrentdb://robot:s3cret@',
    'kurrentdb://s3cret@host',
    'kurrentdb://robot:s3:cret@host',
    'kurrentdb://robot:s3cret@host:port',
    'kurrentdb://robot:s3cret@host?tls=maybe',
    'kurrentdb://robot:s3cret@host?tls',
    'kurrentdb://robot:s3cret@host?colour=s3cret',
    'kurrentdb://robot:s3cret@host?keepAliveInterval=s3cret',
    'kurrentdb://robot:s3cret@host?tlsCAFile=s3cret',
    'kurrentdb://robot:s3cret@host?userCertFile=s3cret',
  ])('%s is refused in a sentence without its secrets, and nothing is printed', (url) => {
    const printed = jest.spyOn(console, 'warn').mockImplementation();
    const open = (): unknown => makeClient(readConnectionString(url).connectionString);
    expect(open).toThrow(StoreRequestError);
    expect(open).toThrow(/^The .*\.$/);
    expect(open).not.toThrow('s3cret');
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});
