import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FILE = `${ROOT}dist/openapi.json`;
const document = JSON.parse(readFileSync(FILE, 'utf8')) as OpenAPIObject;

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & { readonly 'x-role'?: string };

/** The parts of a schema in which fields stand. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Returns the schemas of which a schema is made, and of the entries of a list. */
const partsOf = ({ items, anyOf = [], oneOf = [] }: Schema): Schema[] => [
  ...(items ? [items] : []),
  ...anyOf,
  ...oneOf,
];

/** The fields whose name says all. */
const PLAIN_FIELDS = new Set(['id', 'name', 'clientId', 'runId', 'client', 'items', 'total', 'text']);

/** Returns whether a reader of the document learns what a field is: from its name, a description or the schema that it refers to. */
function isExplained(name: string, schema: Schema): boolean {
  if (PLAIN_FIELDS.has(name) || schema.description !== undefined || schema.const !== undefined) return true;
  return [schema, ...partsOf(schema)].some(({ $ref }) => $ref !== undefined);
}

/** Returns whether a parameter has an example, a default or a list of values, by itself or in the schema that it refers to. */
function showsValue(parameter: object): boolean {
  const { schema = {} } = parameter as { schema?: { $ref?: string } };
  const named = document.components?.schemas?.[schema.$ref?.split('/').at(-1) ?? ''] ?? {};
  return [parameter, schema, named].some((part) =>
    ['example', 'examples', 'default', 'enum'].some((key) => key in part),
  );
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>).map(([method, operation]): [string, Operation] => [
    `${method.toUpperCase()} ${path}`,
    operation,
  ]),
);

/** Returns the content of each response with a status of this class, by media type. */
function contentsOf({ responses }: Operation, statusClass: '2' | '4'): Record<string, { schema?: object }>[] {
  return Object.entries(responses).flatMap(([status, response]) => {
    if (!status.startsWith(statusClass) || !response) return [];
    const name = '$ref' in response ? response.$ref.split('/').at(-1)! : '';
    const found = '$ref' in response ? document.components?.responses?.[name] : response;
    return found && 'content' in found && found.content ? [found.content] : [];
  });
}

describe('the OpenAPI document', () => {
  it.each(operations)(
    'names what %s returns: @Returns(Schema) and a schema with an id, or @ReturnsNothing',
    (_, operation) => {
      if ('204' in operation.responses) return;
      const contents = contentsOf(operation, '2');
      expect(contents).not.toEqual([]);
      for (const content of contents) {
        for (const [mediaType, { schema }] of Object.entries(content)) {
          if (mediaType === 'application/json') expect(schema).toEqual({ $ref: expect.any(String) });
          else expect(schema).toBeDefined();
        }
      }
    },
  );

  it.each(operations)('says what %s does, who may call it and what its parameters mean', (_, operation) => {
    expect(operation).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] });
    const isPublic = operation['x-role'] === 'public';
    expect(operation.security).toEqual(
      isPublic ? [] : [{ bearer: [operation['x-role']] }, { session: [operation['x-role']] }],
    );
    for (const parameter of operation.parameters ?? []) {
      expect(parameter).toMatchObject({ description: expect.stringMatching(/./), schema: expect.any(Object) });
      expect(showsValue(parameter)).toBe(true);
    }
    const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
    for (const [mediaType, { schema }] of Object.entries(body)) {
      if (mediaType !== 'multipart/form-data') expect(schema).toEqual({ $ref: expect.any(String) });
    }
  });

  it.each(operations)('gives every 4xx and 5xx of %s the body of a problem', (name, operation) => {
    if (name.includes(' /health')) return;
    // A push of which nothing was applied is a receipt with status 422.
    if (/ \/api\/(v1\/ingest|collector\/save_stats)$/.test(name)) return;
    for (const content of contentsOf(operation, '4')) {
      expect(content).toEqual({ 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } });
    }
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '500', '503']));
  });

  it('names Retry-After for every 429 and 503', () => {
    const shared = document.components?.responses ?? {};
    for (const [name, { responses }] of operations) {
      for (const status of ['429', '503']) {
        const response = responses[status];
        if (!response) continue;
        const found = '$ref' in response ? shared[response.$ref.split('/').at(-1)!] : response;
        expect({ name, status, ...found }).toMatchObject({ name, status, headers: { 'Retry-After': {} } });
      }
    }
  });

  it.each(operations)('says what each field of the body of %s means, with an example', (_, operation) => {
    const { schemas = {} } = document.components ?? {};
    const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
    for (const { schema } of Object.values(body)) {
      if (!schema || !('$ref' in schema)) continue;
      const named = schemas[schema.$ref.split('/').at(-1)!];
      expect(named).toMatchObject({ example: expect.anything() });
      for (const field of Object.values((named as { properties?: object }).properties ?? {})) {
        if (!('$ref' in field)) expect(field).toMatchObject({ description: expect.stringMatching(/./) });
      }
    }
  });

  it('says what each value of a list of words is for, beside its field', () => {
    const unexplained: string[] = [];
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      for (const [field, value] of Object.entries(
        (schema as { properties?: Record<string, object> }).properties ?? {},
      )) {
        if ('enum' in value && !('description' in value)) unexplained.push(`${name}.${field}`);
      }
    }
    expect(unexplained).toEqual([]);
  });

  it('says what each field of a schema means, where neither its name nor its schema does', () => {
    const unexplained = new Set<string>();
    const visit = (name: string, schema: Schema): void => {
      for (const [field, value] of Object.entries(schema.properties ?? {})) {
        if (!isExplained(field, value)) unexplained.add(`${name}.${field}`);
        visit(`${name}.${field}`, value);
      }
      for (const part of partsOf(schema)) visit(name, part);
    };
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) visit(name, schema);
    expect([...unexplained]).toEqual([]);
  });

  it('describes every schema and refers to each', () => {
    const { schemas = {} } = document.components ?? {};
    const text = JSON.stringify(document);
    for (const [name, schema] of Object.entries(schemas)) {
      expect({ name, ...schema }).toMatchObject({ name, description: expect.stringMatching(/./) });
      expect(text).toContain(`"#/components/schemas/${name}"`);
    }
  });

  it('is what `cli openapi` prints, without a configuration', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const { stdout } = await promisify(execFile)(process.execPath, [`${ROOT}dist/cli.js`, 'openapi'], { env });
    expect(JSON.parse(stdout)).toEqual(document);
  });

  it('has no error and no warning by the recommended rules of redocly', async () => {
    const env = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const redocly = `${ROOT}node_modules/@redocly/cli/bin/cli.js`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [redocly, 'lint', '--extends', 'recommended', '--format', 'json', FILE],
      { env, cwd: ROOT },
    );
    expect((JSON.parse(stdout) as { problems: unknown[] }).problems).toEqual([]);
  });
});
