import type { OpenAPIObject } from '@nestjs/swagger';
import type { Express } from 'express';
import fc from 'fast-check';
import { hostileJson, hostileText, valuesOf, type JsonSchema } from './hostile-values.js';

/** A request that a fuzzer sends. */
export interface FuzzRequest {
  readonly method: string;
  /** The path with its query, as it goes over the wire. */
  readonly path: string;
  readonly type: 'json' | 'form' | 'multipart' | null;
  readonly body: unknown;
}

type Query = Readonly<Record<string, unknown>>;

/** Routes that are not fuzzed: the stream never ends, and a logout would end the session of the others. */
const LEFT_OUT = ['/api/v1/events', '/admin/logout'];

/** Returns requests to the operations of the OpenAPI document. */
export function apiRequests(document: OpenAPIObject): fc.Arbitrary<FuzzRequest>[] {
  const { paths } = inlineReferences(document, document) as OpenAPIObject;
  return Object.entries(paths)
    .filter(([path]) => !LEFT_OUT.includes(path))
    .flatMap(([path, operations]) =>
      (['get', 'post', 'patch'] as const).flatMap((method) => {
        const operation = operations[method];
        if (!operation) return [];
        const parameters = (operation.parameters ?? []).flatMap((parameter) =>
          '$ref' in parameter ? [] : [parameter],
        );
        const known = parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, schema }) => [name, valuesOf(schema as JsonSchema)] as const);
        const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
        const schema = body['application/json']?.schema as JsonSchema | undefined;
        return [
          fc
            .record({
              segments: fc.array(fc.oneof(fc.constantFrom('1', '2'), hostileText), { minLength: 3, maxLength: 3 }),
              query: queries(fc.record(Object.fromEntries(known), { requiredKeys: [] })),
              body: method === 'get' ? fc.constant(undefined) : valuesOf(schema),
            })
            .map(({ segments, query, body }): FuzzRequest => ({
              method: method.toUpperCase(),
              path: fillPath(path, segments) + query,
              type: body === undefined ? null : 'json',
              body,
            })),
        ];
      }),
    );
}

/** Returns a part of a document with the schemas that it refers to in their places. No schema refers to itself. */
function inlineReferences(part: unknown, document: OpenAPIObject): unknown {
  if (Array.isArray(part)) return part.map((item) => inlineReferences(item, document));
  if (typeof part !== 'object' || part === null) return part;
  if ('$ref' in part) {
    const name = String(part.$ref).split('/').at(-1) ?? '';
    return inlineReferences(document.components?.schemas?.[name] ?? {}, document);
  }
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inlineReferences(value, document)]));
}

const PANEL_WORDS = [
  ...['clients', 'users', 'audit', 'statistics', 'runs', 'items', 'quarantine', 'managers', 'collections'],
  ...[
    'list',
    'show',
    'search',
    'edit',
    'new',
    'archive',
    'setPaused',
    'disable',
    'bulkDelete',
    '1',
    '2',
    '1_2026-11-20',
  ],
];
const PANEL_PARAMETERS = [
  ...['page', 'perPage', 'sortBy', 'direction', 'recordIds', 'filters.name', 'filters.managerId', 'filters.at~~from'],
  ...[
    'filters.statDate~~to',
    'filters.x.y.z',
    'next',
    'from',
    'to',
    'days',
    'metric',
    'period',
    'client',
    'notice',
    'lang',
  ],
];
const FORM_FIELDS = [
  'name',
  'status',
  'managerId',
  'email',
  'password',
  'current',
  'next',
  'lang',
  'days_back',
  'role',
  'a.b',
  'x[y]',
];

/** Returns requests to the routes of the panel, as the router lists them. */
export function panelRequests(express: Express): fc.Arbitrary<FuzzRequest>[] {
  const routes = express.router.stack.flatMap(({ route }) =>
    (route?.stack ?? []).map(({ method }) => ({ method: method.toUpperCase(), path: route?.path ?? '' })),
  );
  const fields = fc.dictionary(fc.oneof(fc.constantFrom(...FORM_FIELDS), hostileText), hostileText, { maxKeys: 5 });
  return routes
    .filter(({ method, path }) => /^\/admin(\/|$)/.test(path) && !LEFT_OUT.includes(path) && /GET|POST/.test(method))
    .map(({ method, path }) =>
      fc
        .record({
          segments: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PANEL_WORDS) }, hostileText), {
            minLength: 3,
            maxLength: 3,
          }),
          query: queries(fc.dictionary(fc.constantFrom(...PANEL_PARAMETERS), hostileText, { maxKeys: 4 })),
          sent: fc.oneof(
            fc.record({ type: fc.constantFrom('form' as const, 'multipart' as const), body: fields }),
            fc.record({ type: fc.constant('json' as const), body: hostileJson }),
          ),
        })
        .map(({ segments, query, sent }): FuzzRequest => ({
          method,
          path: fillPath(path, segments) + query,
          ...(method === 'GET' ? { type: null, body: undefined } : sent),
        })),
    );
}

function queries(known: fc.Arbitrary<Query>): fc.Arbitrary<string> {
  const unknown = fc.dictionary(hostileText, hostileText, { maxKeys: 2 });
  const mixed = fc.record({ known, unknown: fc.option(unknown, { freq: 3, nil: {} }) });
  return mixed.map(({ known: fitting, unknown: other }) => {
    const pairs = Object.entries({ ...fitting, ...other }).map(
      ([name, value]) => `${encode(name)}=${encode(typeof value === 'string' ? value : JSON.stringify(value))}`,
    );
    return pairs.length > 0 ? `?${pairs.join('&').slice(0, 4000)}` : '';
  });
}

/** Fills `:name`, `{name}` and `*path` of a route. */
function fillPath(path: string, segments: readonly string[]): string {
  let at = 0;
  return path.replace(/:\w+|\{\w+\}|\*\w+/g, () => encode((segments[at++ % segments.length] ?? '').slice(0, 1000)));
}

/** Writes a text into an address. Half a character becomes the bytes that a careless client sends. */
function encode(text: string): string {
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text);
}
