import { EVENT_SCHEMAS, type EventType } from '@plant-ledger/domain';
import { z } from 'zod';

export type CellKind = 'text' | 'number' | 'boolean';

/** The fields of an event type by dotted name, such as `vin` or `changes.model`. */
export type Fields = ReadonlyMap<string, CellKind>;

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
}

const known = new Map<EventType, Fields>();

/** The fields of a type's data by its schema. */
export function fieldsOf(type: EventType): Fields {
  let fields = known.get(type);
  if (!fields) {
    const shape = z.toJSONSchema(EVENT_SCHEMAS[type], { io: 'input', unrepresentable: 'any' }) as Shape;
    fields = new Map(leaves(shape, ''));
    known.set(type, fields);
  }
  return fields;
}

export function everyField(): ReadonlySet<string> {
  return new Set((Object.keys(EVENT_SCHEMAS) as EventType[]).flatMap((type) => [...fieldsOf(type).keys()]));
}

function leaves({ type, properties, anyOf }: Shape, name: string): [string, CellKind][] {
  if (properties)
    return Object.entries(properties).flatMap(([field, shape]) =>
      leaves(shape, name === '' ? field : `${name}.${field}`),
    );
  if (anyOf) return anyOf.flatMap((shape) => leaves(shape, name));
  return [[name, type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'text']];
}
