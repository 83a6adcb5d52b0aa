import type { OpenAPIObject } from '@nestjs/swagger';

type SchemaObject = Extract<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { type?: unknown }
>;

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];
type Response = NonNullable<Responses[string]>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const PROBLEM = { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } };
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

/** The problems that an operation returns because of what it is. Each is a component of the document. */
const PROBLEMS = {
  400: ['BadRequest', 'The path, a parameter or the body breaks a rule; `details` names each field'],
  401: ['Unauthorized', 'No valid token or session'],
  403: ['Forbidden', 'The role of the caller is not allowed to do this'],
  404: ['NotFound', 'The path names a record that does not exist'],
  413: ['TooLarge', 'The body is too large: 256 kB, or 1 MB for a sync, an import and a push'],
  415: ['UnsupportedMediaType', 'The body has another type than those of the operation'],
  500: ['UnexpectedError', 'A bug; the log of the server has the details under the `X-Request-Id` of the response'],
  503: ['Unavailable', 'The replica or the upstream cannot be used now; `message` says why'],
} as const;

/** The one 4xx of a route that takes no input and no credentials: Node sends it before any code of ours runs. */
const NOT_HTTP = { description: 'The request is not valid HTTP; the response has no body' };
type ProblemStatus = keyof typeof PROBLEMS;

/** Returns the components for {@link PROBLEMS}: one response for each status. */
export function problemResponses(): Record<string, Response> {
  return Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, [name, description]]) => [
      name,
      { description, content: PROBLEM, ...(status === '503' && { headers: RETRY_AFTER }) },
    ]),
  );
}

/** Calls `change` with every operation of a document. */
export function forEachOperation(document: OpenAPIObject, change: (operation: Operation, path: string) => void): void {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) if (item[method]) change(item[method], path);
  }
}

/** Returns what an operation responds in a media type with status 200; undefined when it has no such response. */
export function findContent({ responses }: Operation, mediaType: string): { schema?: object } | undefined {
  const response = responses['200'];
  return response && 'content' in response ? response.content?.[mediaType] : undefined;
}

/** Adds to an operation the problems that it can return, its headers and who may call it. */
export function completeOperation(operation: Operation, path: string, document: OpenAPIObject): void {
  const role = (operation as { readonly 'x-role'?: string })['x-role'];
  const isPublic = role === undefined || role === 'public';
  operation.security = isPublic ? [] : [{ bearer: [role] }, { session: [role] }];
  separateFormats(operation);
  if (operation.requestBody) relaxBody(operation.requestBody, document);
  if (!path.startsWith('/api/') && isPublic) operation.responses[400] = NOT_HTTP;
  for (const status of listProblems(operation, path, isPublic)) {
    operation.responses[status] ??= { $ref: `#/components/responses/${PROBLEMS[status][0]}` };
  }
  addHeaders(operation, document);
}

/** `@ApiProduces` gives each response every format with the same schema. But problems are JSON, and the other formats are text. */
function separateFormats({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    if (!response || !('content' in response) || !response.content?.['application/json']) continue;
    const json = response.content['application/json'];
    const others = Object.keys(response.content).filter((format) => format !== 'application/json');
    const texts = others.map((format) => [format, { schema: { type: 'string' as const } }] as const);
    response.content = { ...(status.startsWith('2') && Object.fromEntries(texts)), 'application/json': json };
  }
}

function listProblems(operation: Operation, path: string, isPublic: boolean): ProblemStatus[] {
  const isApi = path.startsWith('/api/');
  return [
    ...(isApi ? ([400] as const) : []),
    ...(isPublic ? [] : ([401, 403] as const)),
    ...(path.includes('{') ? ([404] as const) : []),
    ...(operation.requestBody ? ([413, 415] as const) : []),
    500,
    503,
  ];
}

/** The file that another media type has as its body is the field `file` of a form. */
const FILE_FORM: SchemaObject = {
  type: 'object',
  properties: { file: { type: 'string', format: 'binary', description: 'The file.' } },
  required: ['file'],
};

/** A request without JSON is one with an empty object, so JSON is required only where its schema requires a field. */
function relaxBody(body: NonNullable<Operation['requestBody']>, document: OpenAPIObject): void {
  if (!('content' in body)) return;
  const schema = resolve(body.content['application/json']?.schema, document);
  const hasJson = 'application/json' in body.content;
  body.required = !hasJson || (schema?.required?.length ?? 0) > 0 || (schema?.minProperties ?? 0) > 0;
  const form = body.content['multipart/form-data'];
  if (form) form.schema = FILE_FORM;
}

/** Returns the schema that a reference names, or the schema itself. */
function resolve(schema: object | undefined, { components }: OpenAPIObject): SchemaObject | undefined {
  if (!schema || !('$ref' in schema)) return schema;
  return components?.schemas?.[String(schema.$ref).split('/').at(-1)!] as SchemaObject | undefined;
}

function addHeaders(operation: Operation, document: OpenAPIObject): void {
  const { responses } = operation;
  const add = (status: string, name: string, component: string) => {
    const response = responses[status] as { headers?: object } | undefined;
    // A shared response has its headers already.
    if (response && !('$ref' in response))
      response.headers = { ...response.headers, [name]: { $ref: `#/components/headers/${component}` } };
  };
  if ('304' in responses) for (const status of ['200', '304']) add(status, 'ETag', 'ETag');
  if (isPage(operation, document)) add('200', 'Link', 'Link');
  for (const status of ['429', '503']) add(status, 'Retry-After', 'RetryAfter');
}

/** Returns whether a response is a page of a list, by the fields that give it a `Link` header. */
function isPage(operation: Operation, document: OpenAPIObject): boolean {
  const properties = resolve(findContent(operation, 'application/json')?.schema, document)?.properties ?? {};
  return ['page', 'perPage', 'total'].every((field) => field in properties);
}
