import { applyDecorators, UseInterceptors, type NestInterceptor, type Type } from '@nestjs/common';
import type { z } from 'zod';
import { ApiHeader, documentDecorator } from './document-decorators.js';
import type { Dto } from './dto.js';
import { Problem } from '../responses/problem.dto.js';

interface ReturnsOptions {
  /** 200 by default. */
  readonly status?: number;
  /** What the response means; by default the description of the schema. */
  readonly description?: string;
}

/** A decorator of a handler that returns what `Schema` describes. The compiler rejects it on any other handler. */
type HandlerDecorator<Schema extends z.ZodType> = <
  Handler extends (...parameters: never[]) => Dto<Schema> | Promise<Dto<Schema>>,
>(
  prototype: object,
  name: string,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

type ResponseDescription = Parameters<(typeof import('@nestjs/swagger'))['ApiResponse']>[0];

const ApiResponse = (response: ResponseDescription) => documentDecorator((swagger) => swagger.ApiResponse(response));

/**
 * Describes the JSON that a handler returns, for the OpenAPI document. The compiler compares the handler with the schema, and the
 * end-to-end tests compare every response with it.
 */
export function Returns<Schema extends z.ZodType>(
  schema: Schema,
  { status = 200, description = schema.description ?? '' }: ReturnsOptions = {},
): HandlerDecorator<Schema> {
  return ApiResponse({ status, description, standardSchema: schema });
}

/** Describes the body of a request that the handler parses by itself. */
export function TakesBody(schema: z.ZodType) {
  return documentDecorator(({ ApiBody }) => ApiBody({ type: Object, standardSchema: schema } as never));
}

/** Describes JSON that a handler writes to the response by itself, with this status. */
export function AlsoReturns(schema: z.ZodType, status: number, description: string) {
  return ApiResponse({ status, description, standardSchema: schema });
}

/** Describes a response that is no JSON. */
export function ReturnsText(mediaType: string, description: string) {
  return ApiResponse({ status: 200, description, content: { [mediaType]: { schema: { type: 'string' } } } });
}

/** Describes a handler that returns nothing: status 204. */
export function ReturnsNothing(description: string) {
  return ApiResponse({ status: 204, description });
}

/** Describes a problem that only some operations return. The document adds those that every operation can return by itself. */
export function ReturnsProblem(status: 404 | 409 | 422 | 429, description: string) {
  return ApiResponse({ status, description, standardSchema: Problem });
}

/** Makes a read conditional: the interceptor sends its `ETag`, and 304 to a caller that holds the response. */
export function Conditional(interceptor: Type<NestInterceptor>) {
  return applyDecorators(
    UseInterceptors(interceptor),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304.',
      schema: { type: 'string', example: 'W/"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"' },
    }),
    ApiResponse({ status: 304, description: 'The caller holds the present response' }),
  );
}
