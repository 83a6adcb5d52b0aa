import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import { z } from 'zod';
import { AppModule } from './app.module.js';
import { CollectionDto } from './collection/index.js';
import { AlertMessage } from './operations/alerts/index.js';
import { parseEnvironment, VERSION } from './platform/config/index.js';
import { createApiDocument } from './platform/http/index.js';
import { RunDto } from './sync/index.js';

/** The events of `GET /api/v1/events`: the name and the data of each. */
const StreamEvent = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('progress'), data: RunDto }).meta({
      id: 'ProgressEvent',
      description: 'The active run has finished another item. The stream begins with it while a run is active.',
    }),
    z
      .object({ event: z.literal('run'), data: RunDto })
      .meta({ id: 'RunEvent', description: 'A run was planned, has started or has ended.' }),
    z
      .object({ event: z.literal('collection'), data: CollectionDto })
      .meta({ id: 'CollectionEvent', description: 'The state of a data collection has changed.' }),
    z
      .object({
        event: z.literal('replica-updated'),
        data: z
          .object({ revision: z.int().min(0).describe('Grows with every change.') })
          .describe('How far the replica has come.'),
      })
      .meta({ id: 'ReplicaUpdatedEvent', description: 'The statistics have changed.' }),
  ])
  .meta({
    id: 'StreamEvent',
    description:
      'One server-sent event: `event` is the name in its `event:` line, `data` the JSON of its `data:` line.',
  });

/**
 * Returns the OpenAPI document of the product: every route, the events of the stream and the webhook. Nest reads the routes and
 * creates no service, so it needs no database. The build writes it to `openapi.json`.
 */
export async function describeApi(): Promise<OpenAPIObject> {
  const composition = {
    config: parseEnvironment({}),
    logger: pino({ level: 'silent' }),
    upstream: { url: 'http://localhost' },
  };
  const app = await NestFactory.create(AppModule.forRoot(composition), { preview: true, logger: false });
  return createApiDocument(app, {
    version: VERSION,
    events: StreamEvent,
    webhook: {
      name: 'alert',
      summary: 'An incident began or ended',
      description:
        'Sent to `ALERT_WEBHOOK_URL`, three times at most within 30 seconds, and again after two minutes until the receiver returns a 2xx. The signature is that of Standard Webhooks 1.0.',
      body: AlertMessage,
      headers: {
        'webhook-id': 'The id of the message',
        'webhook-timestamp': 'When it was sent, in Unix seconds',
        'webhook-signature': '`v1,` and the base64 HMAC-SHA256 of `ID.TIMESTAMP.BODY`',
        'x-delivery-timestamp': 'The older form of the timestamp',
        'x-delivery-signature': '`sha256=` and the hex HMAC-SHA256 of `TIMESTAMP.BODY`',
      },
    },
  });
}
