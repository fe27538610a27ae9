import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '../../..');
const forecasts = path.join(root, 'libs/contract/src/forecasts.ts');
/** Who makes a forecast's answer, and who reads it. */
const USERS = [
  'libs/read-model/src/milestones/milestone-forecasts.ts',
  'apps/dashboard/src/figures/milestone-words.ts',
  'apps/cli/src/demo/main-figures.ts',
].map((file) => path.join(root, file));

/** How many faults the compiler finds in each of the users, with the contract as this makes it. */
function faults(changed: (contract: string) => string): number[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (file) => (path.resolve(file) === forecasts ? changed(read(file) ?? '') : read(file));
  const program = ts.createProgram(USERS, { ...options, noEmit: true }, host);
  return USERS.map((file) => program.getSemanticDiagnostics(program.getSourceFile(file)).length);
}

describe('a field of an answer', () => {
  it('is renamed in one place, and then neither query nor page nor command line compiles', () => {
    expect(faults((contract) => contract)).toEqual([0, 0, 0]);
    for (const found of faults((contract) => contract.replace('withoutAssumptions', 'ceteris')))
      expect(found).toBeGreaterThan(0);
  }, 300_000);
});
