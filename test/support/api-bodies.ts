import type { Day } from '../../src/domain/index.js';
import type { ApiPaths } from '../../src/platform/http/index.js';

/** What the OpenAPI document says about the body of a POST. */
export type ApiRequestBody<Path extends keyof ApiPaths> = ApiPaths[Path] extends {
  readonly post: { readonly requestBody?: { readonly content: { readonly 'application/json': infer Body } } };
}
  ? Body
  : never;

/** The same body with its days as texts, as a test writes them. */
export type WithDayTexts<Body> = Body extends Day
  ? string
  : Body extends string | number | boolean | null | undefined
    ? Body
    : Body extends readonly (infer Item)[]
      ? readonly WithDayTexts<Item>[]
      : { readonly [Field in keyof Body]: WithDayTexts<Body[Field]> };

/** What the OpenAPI document says about the body of a response: the type of `GET /sync/runs/7` is that of `GET /api/v1/sync/runs/{id}`. */
export type ApiResponseBody<Method extends string, Path extends string> =
  DocumentedPath<`/api/v1${WithoutQuery<Path>}`> extends infer Documented extends keyof ApiPaths
    ? Lowercase<Method> extends keyof ApiPaths[Documented]
      ? SuccessBody<ApiPaths[Documented][Lowercase<Method>]>
      : unknown
    : unknown;

/**
 * What the OpenAPI document says about the body of a request, with days as texts: `POST /clients/7/notes` takes that of
 * `POST /api/v1/clients/{id}/notes`. Any body where the document names none.
 */
export type ApiBody<Method extends string, Path extends string> =
  DocumentedPath<`/api/v1${WithoutQuery<Path>}`> extends infer Documented extends keyof ApiPaths
    ? ApiPaths[Documented] extends Readonly<Record<Lowercase<Method>, { readonly requestBody?: infer Request }>>
      ? NonNullable<Request> extends { readonly content: { readonly 'application/json': infer Body } }
        ? WithDayTexts<Body>
        : unknown
      : unknown
    : unknown;

type WithoutQuery<Path extends string> = Path extends `${infer Bare}?${string}` ? Bare : Path;

/** The path of the document that a path is of; a fixed path goes before one with parameters. */
type DocumentedPath<Path extends string> = Path extends keyof ApiPaths
  ? Path
  : { [Candidate in keyof ApiPaths]: IsOf<Path, Candidate> extends true ? Candidate : never }[keyof ApiPaths];

type IsOf<Path extends string, Candidate extends string> = Candidate extends `${infer Head}/${infer Rest}`
  ? Path extends `${infer PathHead}/${infer PathRest}`
    ? IsSegment<PathHead, Head> extends true
      ? IsOf<PathRest, Rest>
      : false
    : false
  : Path extends `${string}/${string}`
    ? false
    : IsSegment<Path, Candidate>;

type IsSegment<Segment extends string, Candidate extends string> = Candidate extends `{${string}}`
  ? true
  : Segment extends Candidate
    ? true
    : false;

type SuccessBody<Operation> = Operation extends { readonly responses: infer Responses }
  ? BodyOf<Responses[keyof Responses & (200 | 201 | 202 | 207)]>
  : unknown;

type BodyOf<Response> = Response extends { readonly content: infer Content }
  ? 'application/json' extends keyof Content
    ? Content['application/json']
    : Content[keyof Content]
  : undefined;
