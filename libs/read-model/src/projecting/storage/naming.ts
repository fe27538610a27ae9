import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** Columns are written snake_case, which needs no quotes on any database. */
export class SnakeCaseNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
