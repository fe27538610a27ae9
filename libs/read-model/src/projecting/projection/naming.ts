import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** Columns are named in snake_case, which needs no quotes on any database. */
export function columnName(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export class SnakeCaseNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string): string {
    return columnName(property);
  }
}
