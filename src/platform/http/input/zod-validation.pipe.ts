import {
  Injectable,
  StandardSchemaValidationPipe,
  UnsupportedMediaTypeException,
  type ArgumentMetadata,
} from '@nestjs/common';
import { z } from 'zod';
import { findUnsafeInput } from './find-unsafe-input.js';
import { installZodErrorMap } from './zod-error-map.js';
import { MAX_ID, parseId, UserError, type ProblemDetail } from '../../../domain/index.js';

installZodErrorMap();

/** The largest number of details in a response. It limits the response to a hostile body. */
const MAX_DETAILS = 100;
const MAX_NAMED = 5;

/**
 * The global pipe: checks every `@Body({ schema })`, `@Query({ schema })` and `@Param('id', { schema })` with its zod schema
 * and hands the handler the parsed value. A bad body or query is a 400 that names each path and rule. A path parameter that
 * breaks its schema is a 404: a path with such a text in it names nothing, exactly like an id that nobody has.
 */
@Injectable()
export class ZodValidationPipe extends StandardSchemaValidationPipe {
  /** @throws UserError 400 or 404; UnsupportedMediaTypeException for a body of a type that nobody parsed. */
  override async transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema, type, data } = metadata;
    if (!schema || type === 'custom') return value;
    if (type === 'body' && data === undefined && value === undefined) {
      throw new UnsupportedMediaTypeException('Send the body as application/json or application/x-www-form-urlencoded');
    }
    const unsafe = findUnsafeInput(value);
    if (unsafe) throw validationError([prefix(unsafe, data)], type === 'param' ? 'not_found' : 'bad_input');
    this.stripProtoKeys(value);
    const result = await this.validate<T>(value, schema);
    if (!result.issues) return result.value;
    const details = listDetails(result.issues, data);
    throw validationError(details, type === 'param' ? 'not_found' : 'bad_input');
  }
}

/**
 * Parses an input that did not come over HTTP (a command's arguments, a service's) by the same rules.
 * @throws UserError `bad_input` naming each path and rule.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const unsafe = findUnsafeInput(input);
  if (unsafe) throw validationError([unsafe], 'bad_input');
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw validationError(listDetails(result.error.issues), 'bad_input');
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** Zod names the keys a strict object does not know here and not in the path. */
  readonly keys?: readonly string[];
}

/** Returns the first {@link MAX_DETAILS} details of the issues; one issue may name any number of keys. */
function listDetails(issues: readonly Issue[], parameter?: string): ProblemDetail[] {
  return issues
    .slice(0, MAX_DETAILS)
    .flatMap((issue) => detailsOf(issue, parameter))
    .slice(0, MAX_DETAILS);
}

function detailsOf(issue: Issue, parameter?: string): ProblemDetail[] {
  const path = [
    ...(parameter === undefined ? [] : [parameter]),
    ...(issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)),
  ];
  if (issue.keys) {
    return issue.keys
      .slice(0, MAX_DETAILS)
      .map((key) => ({ path: [...path, key].join('.'), message: 'is not known here' }));
  }
  return [{ path: path.join('.'), message: issue.message }];
}

function prefix({ path, message }: ProblemDetail, parameter: string | undefined): ProblemDetail {
  return { path: [parameter, path].filter(Boolean).join('.'), message };
}

function validationError(details: readonly ProblemDetail[], code: 'bad_input' | 'not_found'): UserError {
  const named = details.slice(0, MAX_NAMED).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const rest = details.length - named.length;
  const message = [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
  return new UserError(code, message, code === 'not_found' ? 404 : 400, details);
}

/** A whole number written as text, in a query or a form. */
export const wholeNumber = (min: number, max: number) => {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z
    .string(rule)
    .regex(/^\d{1,15}$/, rule)
    .transform(Number)
    .refine((value) => value >= min && value <= max, rule)
    .meta({ type: 'integer', minimum: min, maximum: max });
};

const ID_RULE = `must be a whole number from 1 to ${MAX_ID}`;

/** An id written as text. In a path a text that is no id is a 404 ({@link ZodValidationPipe}), in a query a 400. */
export const Id = z
  .string(ID_RULE)
  .transform((text, context) => {
    const id = parseId(text);
    if (id !== null) return id;
    context.addIssue({ code: 'custom', message: ID_RULE });
    return z.NEVER;
  })
  .meta({ type: 'integer', minimum: 1, maximum: MAX_ID, description: 'The id of the record.', examples: [1] });

/** An id in a JSON body and in a response. */
export const IdNumber = z.int(ID_RULE).min(1, ID_RULE).max(MAX_ID, ID_RULE);

/** The text by which a list is searched. */
export const NameSearch = z
  .string()
  .max(200)
  .meta({ description: 'A part of the name, in any case and with any accents.', examples: ['warung'] });

/** Parts for a list's query: `z.object({ ...PageQuery, search: ... })`. `page` counts from 1. */
export const PageQuery = {
  page: wholeNumber(1, 1_000_000).default(1).describe('The number of the page, from 1.'),
  perPage: wholeNumber(1, 500).default(50).describe('The size of the page.'),
};

/** A switch in a query: `true`, `1`, `false` or `0`. */
export const FlagQuery = z
  .enum(['true', 'false', '1', '0'], 'must be true or false')
  .transform((value) => value === 'true' || value === '1')
  .meta({ type: 'boolean' });

/** Which page of a list, as {@link PageQuery} parses it. */
export interface PageRequest {
  readonly page: number;
  readonly perPage: number;
}

/** One page of a list; `total` counts the items of all pages. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
}

export function pageOf<T>(items: readonly T[], { page, perPage }: PageRequest, total: number): Page<T> {
  return { items, page, perPage, total };
}
