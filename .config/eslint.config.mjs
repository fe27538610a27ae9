import path from 'node:path';
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '..');
const tests = [
  '**/*.spec.ts',
  '**/*.contract.ts',
  '**/*.fixture.ts',
  'libs/event-store/src/contract/**',
  '**/testing/**',
  'test/**/*.ts',
];

const ALIAS_IN_IMPORT = {
  selector: 'ImportExpression[source.value=/^@plant-ledger/]',
  message: 'The build does not rewrite an alias inside import(): give the relative path to the file.',
};
/** `data as …`, `event.data as …`, `event?.data as …`, `JSON.parse(event.data) as …`. */
const CAST_OF_DATA = {
  selector:
    ':matches(TSAsExpression, TSTypeAssertion):matches([expression.name="data"], [expression.property.name="data"], [expression.expression.property.name="data"], [expression.arguments.0.property.name="data"])',
  message:
    "An event's data is of its type: look at event.type, and it is narrowed. It becomes so in validate.ts and stored.ts alone.",
};

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/']),
  { linterOptions: { noInlineConfig: true } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      // Nest injects by the class that the compiler writes beside a constructor: an `import type` would erase it.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Ports and parts are objects of plain functions, without a `this` that could be lost.
      '@typescript-eslint/unbound-method': 'off',
      // What was caught is kept and thrown again as it came; a literal is never thrown.
      '@typescript-eslint/only-throw-error': 'off',
      'no-throw-literal': 'error',
      // Nest types its options as classes and is given plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A method of a port answers with a promise whether or not its engine has to wait.
      '@typescript-eslint/require-await': 'off',
      // Control characters are named in patterns in order to refuse them.
      'no-control-regex': 'off',
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': ['error', ALIAS_IN_IMPORT],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: tests,
    rules: { 'max-lines': ['error', 250] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [...tests, 'libs/domain/src/{validate,stored}.ts'],
    rules: { 'no-restricted-syntax': ['error', ALIAS_IN_IMPORT, CAST_OF_DATA] },
  },
  {
    files: ['libs/{domain,ledger,intake,read-model}/**/*.ts'],
    // A thread is given addresses: what is open cannot be handed to it.
    ignores: [...tests, 'libs/read-model/src/**/*.worker.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@plant-ledger/event-store',
          importNames: ['openEventStore'],
          message: 'An engine is chosen in one place: apps open the event store and hand it in.',
        },
      ],
    },
  },
  {
    // What comes over HTTP or out of JSON.parse is looked into without a type: a wrong shape fails the test anyway.
    files: tests,
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },
);
