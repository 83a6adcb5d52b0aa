import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The modules every feature may use. */
const PLATFORM = [
  'domain',
  'platform/config',
  'platform/database',
  'platform/event-loop',
  'platform/events',
  'platform/http',
  'platform/logging',
];

/**
 * The module table: each module, lowest first, and the modules it may import. An import goes through the other module's
 * `index.ts` and no arrow goes up, so there is no circle. docs/DESIGN.md explains the layers.
 */
const MODULES = {
  domain: [],
  'platform/config': [],
  'platform/event-loop': [],
  'platform/events': [],
  'platform/logging': ['platform/config'],
  'platform/database': ['domain', 'platform/config', 'platform/event-loop'],
  'platform/http': ['domain', 'platform/config', 'platform/logging'],
  'platform/csv': [],
  'platform/xlsx': ['domain'],
  'platform/idempotency': ['domain', 'platform/config', 'platform/database', 'platform/http'],
  'platform/scheduling': ['platform/config', 'platform/logging'],
  'platform/queue': ['domain', 'platform/config', 'platform/database', 'platform/logging', 'platform/scheduling'],
  auth: PLATFORM,
  telegram: [...PLATFORM, 'platform/scheduling', 'auth'],
  upstream: [...PLATFORM, 'platform/scheduling'],
  clients: [...PLATFORM, 'platform/csv', 'auth', 'upstream'],
  stats: [...PLATFORM, 'platform/csv', 'platform/scheduling', 'auth', 'clients'],
  'owner-reports': [...PLATFORM, 'platform/xlsx', 'auth', 'clients', 'stats'],
  sync: [
    ...PLATFORM,
    'platform/idempotency',
    'platform/queue',
    'platform/scheduling',
    'auth',
    'upstream',
    'clients',
    'stats',
  ],
  collection: [...PLATFORM, 'platform/idempotency', 'platform/scheduling', 'auth', 'upstream', 'sync'],
  ingest: [...PLATFORM, 'platform/scheduling', 'auth', 'upstream', 'clients', 'stats', 'sync'],
  'operations/backup': [...PLATFORM, 'platform/scheduling'],
  'operations/alerts': [...PLATFORM, 'platform/scheduling', 'auth', 'upstream', 'stats', 'sync', 'operations/backup'],
  'operations/health': [...PLATFORM, 'platform/queue', 'auth', 'upstream', 'stats', 'sync', 'operations/backup'],
  'operations/retention': [
    ...PLATFORM,
    ...[
      'platform/idempotency',
      'platform/scheduling',
      'auth',
      'telegram',
      'sync',
      'collection',
      'ingest',
      'operations/alerts',
      'operations/backup',
    ],
  ],
  'delivery-api': ['domain', 'platform/config', 'upstream'],
  demo: ['domain', 'platform/http'],
  'admin/i18n': ['domain'],
  admin: [
    ...PLATFORM,
    'platform/queue',
    'platform/xlsx',
    'auth',
    'telegram',
    'upstream',
    'clients',
    'stats',
    'owner-reports',
    'sync',
    'collection',
    'ingest',
    'operations/alerts',
    'operations/backup',
    'operations/retention',
  ],
  digest: [...PLATFORM, 'platform/scheduling', 'auth', 'telegram', 'stats', 'sync', 'operations/alerts', 'admin/i18n'],
};

/** Parts of a module with a door of their own, because they are loaded only where PostgreSQL or MySQL is used. */
const LAZY_PARTS = { 'platform/database': ['postgres'], upstream: ['mysql'] };

/** Folders inside folders of a module, at most. */
const MAX_DEPTH = 3;

/** One such import loads 530 modules into every process, also into each command. */
const SWAGGER_IMPORTS = {
  regex: '^@nestjs/swagger$',
  message: 'Only the build loads @nestjs/swagger: import the decorators from platform/http/index.js.',
};

/** Allows the door of `module` and the doors of its lazy parts: `platform/queue/index.js`, `platform/queue/bullmq/index.js`. */
const doorsOf = (module) => {
  const parts = LAZY_PARTS[module] ?? [];
  return `${module}/${parts.length > 0 ? `((${parts.join('|')})/)?` : ''}index\\.js$`;
};

const importRules = Object.entries(MODULES).flatMap(([module, allowed]) =>
  Array.from({ length: MAX_DEPTH }, (_, depth) => {
    const levels = module.split('/').length;
    const src = `^(\\.\\./){${depth + levels}}`;
    const doors = allowed.map(doorsOf).join('|');
    return {
      files: [`src/${module}/${'*/'.repeat(depth)}*.{ts,tsx}`],
      // A module inside this one has rules of its own.
      ignores: ['**/*.spec.ts', ...modulesInside(module).map((inner) => `src/${inner}/**`)],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: `${src}(?!(\\.\\./|${doors || '$.'}))`,
                message: `${module} may import the index.js of: ${allowed.join(', ') || 'no other module'}.`,
              },
              ...(levels > 1
                ? [
                    {
                      regex: `^(\\.\\./){${depth + 1}}(?!(\\.\\./|${siblingDoors(module, allowed)}))`,
                      message: `${module} may import the index.js of: ${allowed.join(', ') || 'no other module'}.`,
                    },
                  ]
                : []),
              ...(module === 'platform/http' ? [] : [SWAGGER_IMPORTS]),
              {
                regex: '^(\\./|(\\.\\./)+)index\\.js$',
                message: 'Inside a module import the file itself, not its own index.js.',
              },
            ],
          },
        ],
      },
    };
  }),
);

/** The modules whose folders lie in that of `module`. */
function modulesInside(module) {
  return Object.keys(MODULES).filter((other) => other.startsWith(`${module}/`));
}

/** The doors of the modules beside `module` in the same folder, as `../http/index.js` reads from there. */
function siblingDoors(module, allowed) {
  const folder = `${module.split('/')[0]}/`;
  const doors = allowed.filter((other) => other.startsWith(folder)).map((other) => doorsOf(other).slice(folder.length));
  return doors.join('|') || '$.';
}

/** Words that no exported name may contain (docs/GLOSSARY.md, column "never"). */
const BANNED_NAMES =
  '(Turnstile|Turns?$|Puller|Ledger|Doorbell|Laid|Deed|Owed|Beside|Verdict|Sweep|Gate$|Asked|Answer|Border|Claim|Signals|Caller|Trouble|Housekeeping|Visitor|World$|Bench$)';

/** Errors are named `*Error`; exported names contain no banned word. */
const NAMING_RULES = [
  {
    selector: 'ClassDeclaration[superClass.name=/Error$/]:not([id.name=/Error$/])',
    message: 'The name of an error class ends in Error.',
  },
  {
    selector: `ExportNamedDeclaration > :matches(ClassDeclaration, FunctionDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration)[id.name=/${BANNED_NAMES}/]`,
    message: 'docs/GLOSSARY.md has another word for this.',
  },
  {
    selector: `ExportNamedDeclaration > VariableDeclaration > VariableDeclarator[id.name=/${BANNED_NAMES}/]`,
    message: 'docs/GLOSSARY.md has another word for this.',
  },
];

/** Writes go through the one door of the database. */
const WRITE_RULES = [
  {
    selector: 'CallExpression[callee.property.name=/^(save|remove|softRemove|recover|transaction)$/]',
    message: 'Writes go through Database.write with insert, update or delete: one SQLite connection, one queue.',
  },
  {
    selector: 'CallExpression[callee.property.name="startTransaction"]',
    message: 'Transactions belong to Database.write.',
  },
];

/** The class of a file carries the file's suffix: `runs.service.ts` exports `RunsService`. */
const SUFFIXES = 'Controller Service Repository Guard Interceptor Pipe Filter Module Schedule Processor'.split(' ');

const suffixRules = SUFFIXES.map((suffix) => ({
  files: [`src/**/*.${suffix.toLowerCase()}.ts`],
  ignores: ['src/platform/database/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      ...NAMING_RULES,
      ...WRITE_RULES,
      {
        selector: `ExportNamedDeclaration > ClassDeclaration:not([id.name=/(${suffix}|Error)$/])`,
        message: `An exported class of a *.${suffix.toLowerCase()}.ts file ends in ${suffix}.`,
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'data', 'node_modules', 'src/platform/http/openapi/api-types.ts'] },
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
        { object: 'process', property: 'env', message: 'Only src/platform/config reads the environment.' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NAMING_RULES] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/platform/database/**'],
    rules: { 'no-restricted-syntax': ['error', ...NAMING_RULES, ...WRITE_RULES] },
  },
  ...suffixRules,
  ...importRules,
  {
    files: ['src/platform/config/process-environment.ts', 'test/**/*.ts', 'bench/**/*.ts'],
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
