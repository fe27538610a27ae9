import { TABLES } from '../projecting/projection/tables.js';
import { history } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { ENTITIES } from './entities.js';

test('projections write every column of every entity, the key first', () =>
  projected(history(), ({ manager }) => {
    const entities = ENTITIES.map((entity) => manager.dataSource.getMetadata(entity));
    const columns = new Map(
      entities.map(({ tableName, columns }) => [tableName, columns.map(({ databaseName }) => databaseName)]),
    );
    const keys = new Map(
      entities.map(({ tableName, primaryColumns }) => [
        tableName,
        primaryColumns.map(({ databaseName }) => databaseName),
      ]),
    );
    columns.delete('checkpoint');
    expect(Object.fromEntries(columns)).toEqual(
      Object.fromEntries(Object.values(TABLES).map(({ name, columns }) => [name, columns])),
    );
    for (const { name, columns, key } of Object.values(TABLES)) expect(columns.slice(0, key)).toEqual(keys.get(name));
    return Promise.resolve();
  }));

test('migrations and entities agree on the schema', () =>
  projected(history(), async ({ manager }) => {
    const { upQueries } = await manager.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  }));
