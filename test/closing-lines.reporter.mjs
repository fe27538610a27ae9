/** The last lines of a test run: whether the KurrentDB leg ran, and the totals on one plain line. */
export default class ClosingLines {
  constructor() {
    // Jest writes a summary after every other reporter is done; these lines stand below it.
    process.once('exit', () => process.stdout.write(this.lines ?? ''));
  }

  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.lines = `${kurrentLeg(results)}\n${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
  }
}

function kurrentLeg({ testResults }) {
  const server = process.env.LEDGER_TEST_KURRENTDB;
  if (!server) return 'KurrentDB leg: did not run (set LEDGER_TEST_KURRENTDB to the connection string of a server).';
  const ran = testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests.filter((test) => isOfTheLeg(testFilePath, test) && ['passed', 'failed'].includes(test.status)),
  );
  const failed = ran.filter(({ status }) => status === 'failed').length;
  const where = server.replace(/\/\/[^@/]*@/, '//***@');
  if (ran.length === 0) return `KurrentDB leg: did not run (no test of it was among those chosen; ${where} is set).`;
  return `KurrentDB leg: ran against ${where}, ${ran.length} tests, ${failed} failed.`;
}

function isOfTheLeg(file, { ancestorTitles }) {
  return /kurrent/i.test(file) || ancestorTitles.some((title) => /kurrent/i.test(title));
}
