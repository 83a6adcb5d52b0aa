import { applyDecorators } from '@nestjs/common';
import { IDEMPOTENCY_KEY, KEY_PATTERN } from './idempotency.service.js';
import { ApiHeader, ReturnsProblem } from '../http/index.js';

/** Describes the header `Idempotency-Key` of a handler, for the OpenAPI document. */
export function TakesIdempotencyKey() {
  return applyDecorators(
    ApiHeader({
      name: IDEMPOTENCY_KEY,
      required: false,
      description: 'A repeated request with this key returns the first result. 1 to 255 visible ASCII characters.',
      schema: { type: 'string', pattern: KEY_PATTERN.source, example: '0b9c0c6e-6c0f-4a3c-9d3e-6f1f6f0f5a11' },
    }),
    ReturnsProblem(422, 'The key was sent with another request before'),
  );
}
