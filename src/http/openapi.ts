import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI description of every route; its schemas are the ones that check the requests. */
export function apiDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Delivery Stats')
    .setDescription(
      'A local replica of the daily GrabFood and GoFood statistics. Days are `YYYY-MM-DD` business days, instants ISO 8601 UTC, ' +
        'money a number in rupiah, ratios fractions; what does not exist is `null`. Every error is ' +
        '`{statusCode, error, message, details: [{path, message}]}`.',
    )
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'cli token:create --name N --role R' })
    .addSecurityRequirements('bearer')
    .build();
  return SwaggerModule.createDocument(app, config);
}
