import { join } from 'node:path';
import ts from 'typescript';

/** All that knows by name when a halt began. */
const USERS = ['lines.projection.ts', 'changed-halts.ts', 'line-halts.ts'].map((name) => join(__dirname, name));
const ENTITY = join(__dirname, 'lines.entities.ts');

/** Which of the users do not compile for want of the column where its entity calls it otherwise. */
function broken(column: string, renamed: string): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (file) => {
    const text = readFile(file);
    return file === ENTITY ? text?.replace(`${column}!`, `${renamed}!`) : text;
  };
  const program = ts.createProgram(USERS, options, host);
  return USERS.filter((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .some(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ').includes(column)),
  );
}

test('whoever writes or reads a column does not compile once its entity has renamed it', () => {
  expect(broken('startedAt', 'begunAt')).toEqual(USERS);
}, 240_000);
