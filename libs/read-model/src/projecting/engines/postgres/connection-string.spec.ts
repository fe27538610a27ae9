import { placeOf } from './connection-string.js';

describe('a connection string for a read model', () => {
  it('names a server and a database; the schema is the ledger’s own unless it says so', () => {
    expect(placeOf('postgres://ann:s3cret@db.example/plants')).toMatchObject({
      url: 'postgres://ann:s3cret@db.example/plants',
      schema: 'plant_ledger',
      database: 'plants',
      user: 'ann',
      server: 'db.example:5432',
    });
  });

  it('may be shared by several ledgers, each in its schema', () => {
    const place = placeOf('postgresql://ann@db.example:6000/plants?sslmode=require&schema=north');
    expect(place).toMatchObject({ schema: 'north', server: 'db.example:6000' });
    expect(place.url).toBe('postgresql://ann@db.example:6000/plants?sslmode=require');
    expect(place.description).toBe('postgres://ann@db.example:6000/plants?schema=north');
  });

  it('is described without what is secret in it', () => {
    const { description } = placeOf('postgres://ann:s3cret@db.example/plants?password=s3cret&sslkey=%2Fs3cret');
    expect(description).toBe('postgres://ann@db.example:5432/plants');
  });

  it('takes characters of user and database that have to be encoded', () => {
    const place = placeOf('postgres://a%40b:p%2Fq@[::1]:5433/my%20plants');
    expect(place).toMatchObject({ user: 'a@b', database: 'my plants', server: '[::1]:5433' });
    expect(place.description).toBe('postgres://a%40b@[::1]:5433/my%20plants');
  });

  it.each([
    'postgres://',
    'postgres://db.example',
    'postgres://db.example/',
    'postgres://db.example/a/b',
    'postgres:///plants',
    'postgres://db.example/%zz',
    'postgres://db.example/plants?schema=Plants',
    'postgres://db.example/plants?schema=1st',
    'postgres://db.example/plants?schema=a"b',
    `postgres://db.example/plants?schema=${'a'.repeat(41)}`,
  ])('%s is refused with an example of one that would do', (url) => {
    expect(() => placeOf(url)).toThrow(/such as postgres:\/\/ledger@/);
  });
});
