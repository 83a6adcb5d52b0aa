import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Modules that belong to no feature and may be used by all. */
const FOUNDATION = ['config', 'database', 'http'];

/** Who may import whom, beside itself. Of the files in src/ only errors.ts and version.ts may be imported from below. */
const MAY_IMPORT = {
  config: [],
  database: ['config'],
  http: ['config', 'database', 'auth'],
  queue: FOUNDATION,
  schedule: FOUNDATION,
  auth: FOUNDATION,
  stats: [...FOUNDATION, 'auth'],
  upstream: [...FOUNDATION, 'stats'],
  clients: [...FOUNDATION, 'auth', 'stats'],
  sync: [...FOUNDATION, 'auth', 'stats', 'clients', 'upstream', 'queue', 'schedule'],
  collection: [...FOUNDATION, 'auth', 'stats', 'upstream', 'sync', 'schedule'],
  backup: [...FOUNDATION, 'schedule'],
  health: [...FOUNDATION, 'auth', 'stats', 'sync', 'queue', 'upstream', 'backup'],
  alerts: [...FOUNDATION, 'stats', 'sync', 'backup'],
  housekeeping: [...FOUNDATION, 'schedule', 'auth', 'sync', 'collection', 'backup', 'alerts'],
  demo: ['stats'],
  admin: [...FOUNDATION, 'auth', 'stats', 'clients', 'sync', 'collection', 'queue'],
};

/** Folders inside folders of a module, at most. */
const MAX_DEPTH = 3;

const importRules = Object.entries(MAY_IMPORT).flatMap(([module, allowed]) =>
  Array.from({ length: MAX_DEPTH }, (_, depth) => {
    const known = [module, ...allowed].join('|');
    const root = `^(\\.\\./){${depth + 1}}`;
    return {
      files: [`src/${module}/${'*/'.repeat(depth)}*.{ts,tsx}`],
      ignores: ['**/*.spec.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { regex: `${root}(?!(${known})/)[^/.]+/`, message: `${module} may import only: ${known}.` },
              {
                regex: `${root}(?!(errors|version)\\.js$)[^/]+\\.js$`,
                message: 'The composition root is imported by nobody.',
              },
            ],
          },
        ],
      },
    };
  }),
);

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'data', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Nest's options are classes that everybody passes as literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Index access is checked by noUncheckedIndexedAccess; in arithmetic over typed arrays the assertion is the honest form.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config reads the environment.' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/database/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(save|remove|softRemove|recover|transaction)$/]',
          message: 'Writes go through Database.write with insert, update or delete: one SQLite connection, one queue.',
        },
        {
          selector: 'CallExpression[callee.property.name="startTransaction"]',
          message: 'Transactions belong to Database.write.',
        },
      ],
    },
  },
  ...importRules,
  {
    files: ['src/config/process-environment.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/no-misused-spread': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['bench/browser.mjs'],
    languageOptions: { globals: globals.browser },
  },
);
