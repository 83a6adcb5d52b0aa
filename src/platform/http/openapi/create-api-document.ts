import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  completeOperation,
  findContent,
  forEachOperation,
  problemResponses,
  type Operation,
} from './complete-operation.js';
import { applyDocumentDecorators } from './document-decorators.js';
import { toJsonSchema } from './to-json-schema.js';
import { Problem } from '../responses/problem.dto.js';

const DESCRIPTION = [
  'A local replica of the daily GrabFood and GoFood statistics of the restaurants (clients) of an agency.',
  'Days are business days, instants ISO 8601 UTC, money a number in rupiah with at most two decimals, ratios and deltas fractions. What does not exist is `null`, never 0.',
  'Every 4xx and 5xx has the body `Problem`. The roles form a ladder: `admin` > `manager` > `monitor`; an operation names the lowest role that may call it. `collector` stands beside the ladder: it pushes numbers and nothing else.',
  'Every 429 and 503 has `Retry-After`. A response with an `ETag` is a 304 for a caller that sends it as `If-None-Match`, until something in it changes. A page of a list has `Link` headers. A trigger with an `Idempotency-Key` starts nothing twice.',
].join('\n\n');

const TAGS = {
  statistics: 'Figures, comparisons and gaps of the clients, read from the replica',
  clients: 'The restaurants that the agency looks after',
  owners: 'The owners of the clients, who read reports',
  ingest: 'Pushes of collectors and their receipts',
  tokens: 'API tokens, for admins',
  sync: 'Runs that copy the statistics of the upstream',
  events: 'Changes as server-sent events',
  collection: 'Data collections of the upstream',
  monitoring: 'Health and metrics',
  dashboard: 'Short forms for the dashboard, which may change without notice',
};

const HEADERS = {
  ETag: { description: 'The state of the response. Send it as `If-None-Match`.', schema: { type: 'string' } },
  Link: {
    description: 'The addresses of the `first`, `prev`, `next` and `last` page (RFC 8288).',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Try again after so many seconds.', schema: { type: 'integer', minimum: 1 } },
} as const;

/** A message that the product sends to an address of the operator. */
interface WebhookDescription {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly body: z.ZodType;
  /** What each header of the message holds. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Parts of the document that no route describes. */
export interface ApiDocumentOptions {
  readonly version: string;
  /** The events of every route that returns `text/event-stream`. */
  readonly events: z.ZodType;
  readonly webhook: WebhookDescription;
}

/**
 * Returns the OpenAPI 3.1 document of every route. Its schemas are made from the zod schemas that validate the requests, and
 * from those that the tests compare the responses with.
 */
export async function createApiDocument(
  app: INestApplication,
  { version, events, webhook }: ApiDocumentOptions,
): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await applyDocumentDecorators();
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Delivery Stats')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer('/', 'The server that this document comes from')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'opaque', description: 'An API token: `cli token:create`.' },
      'bearer',
    )
    .addSecurity('session', {
      type: 'apiKey',
      in: 'cookie',
      name: 'session',
      description: 'The session of the panel. Its name is `__Host-session` over HTTPS.',
    });
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(
    app,
    { ...builder.build(), webhooks: { [webhook.name]: { post: toWebhookOperation(webhook) } } },
    { standardSchemaConverter: toJsonSchema, operationIdFactory: toOperationId },
  );
  const schemas = [Problem, events, webhook.body].map((schema) => toJsonSchema(schema, { schemaType: 'output' }));
  document.components = {
    ...document.components,
    schemas: Object.assign(
      { ...document.components?.schemas },
      ...schemas.map(({ components }) => components),
    ) as Record<string, object>,
    responses: problemResponses(),
    headers: HEADERS,
  };
  forEachOperation(document, (operation, path) => {
    const stream = findContent(operation, 'text/event-stream');
    if (stream) stream.schema = schemas[1]!.schema;
    completeOperation(operation, path, document);
  });
  return document;
}

function toWebhookOperation({ summary, description, body, headers }: WebhookDescription): Operation {
  const { schema } = toJsonSchema(body, { schemaType: 'output' });
  return {
    operationId: 'sendAlert',
    summary,
    description,
    parameters: Object.entries(headers).map(([name, meaning]) => ({
      name,
      in: 'header',
      required: true,
      description: meaning,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema: schema as object } } },
    responses: { '2XX': { description: 'The receiver has the message' } },
    security: [],
  };
}

/** Returns `clientsFindOne` for `ClientsController.findOne`. */
function toOperationId(controller: string, method: string): string {
  const subject = controller.replace(/Controller$/, '');
  return `${subject[0]?.toLowerCase()}${subject.slice(1)}${method[0]?.toUpperCase()}${method.slice(1)}`;
}
