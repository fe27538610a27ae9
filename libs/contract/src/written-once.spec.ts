import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import * as contract from './index.js';

const root = path.resolve(__dirname, '../../..');
const TEST = /[.](spec|contract|fixture|child)[.]ts$|[/]testing[/]|[/]src[/]contract[/]|[/]engines[/]contract[/]/;
/** So few fields mean many things. */
const FEW = 4;

/** Shapes whose fields an answer has too, and which are something else. */
const OTHER_THINGS = [
  'libs/read-model/src/forecasts/forecast-inputs.ts KnownCapacity', // Its instant is a number.
  'libs/read-model/src/projecting/status/status.ts Rebuilding', // Their positions are bigints.
  'libs/read-model/src/projecting/status/status.ts Stopped',
  'libs/read-model/src/projecting/storage/chain.ts ChainedEvent',
];

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The names of the fields of every object in a schema. */
function objectsIn({ properties = {}, items, anyOf = [] }: JsonSchema): ReadonlySet<string>[] {
  const inner = [...Object.values(properties), ...anyOf, ...(items ? [items] : [])].flatMap(objectsIn);
  return [new Set(Object.keys(properties)), ...inner];
}

/** The shapes that a source file writes down: interfaces and object types, each with the names of its fields. */
function shapesIn(file: string) {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const shapes: { readonly name: string; readonly fields: readonly string[] }[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      const fields = node.members.filter(ts.isPropertySignature).map(({ name }) => name.getText());
      const named = ts.isInterfaceDeclaration(node) ? node : ts.findAncestor(node, ts.isTypeAliasDeclaration);
      shapes.push({ name: `${file} ${named?.name.text ?? ''}`.trim(), fields });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return shapes;
}

describe('an answer', () => {
  const answers = Object.values(contract)
    .filter((each) => each instanceof z.ZodType)
    .flatMap((schema) => objectsIn(z.toJSONSchema(schema) as JsonSchema));

  it('is described by the contract alone: where it is known, no other type has its fields', () => {
    const files = globSync('{apps,libs/intake,libs/read-model}/**/*.ts', { cwd: root });
    const again = files
      .filter((file) => !TEST.test(file) && !file.endsWith('.d.ts'))
      .flatMap(shapesIn)
      .filter(({ fields }) => fields.length >= FEW)
      .filter(({ fields }) => answers.some((answer) => fields.every((field) => answer.has(field))))
      .map(({ name }) => name);
    expect(again.toSorted()).toEqual(OTHER_THINGS);
  });
});
