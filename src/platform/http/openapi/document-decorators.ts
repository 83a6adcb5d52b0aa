type Swagger = typeof import('@nestjs/swagger');
type DocumentDecorator = (...declaration: Parameters<ReturnType<Swagger['ApiOperation']>>) => void;

const recorded: ((swagger: Swagger) => void)[] = [];

/**
 * Returns a decorator of @nestjs/swagger that takes effect when the OpenAPI document is created. Only the build creates it, so a
 * running product does not load @nestjs/swagger, which has as many modules as all else that it loads.
 */
export function documentDecorator(
  create: (swagger: Swagger) => ClassDecorator | MethodDecorator,
): ClassDecorator & MethodDecorator {
  return ((...declaration: Parameters<DocumentDecorator>) => {
    recorded.push((swagger) => (create(swagger) as DocumentDecorator)(...declaration));
  }) as ClassDecorator & MethodDecorator;
}

/** Applies the decorators of every module that is loaded, and returns @nestjs/swagger. */
export async function applyDocumentDecorators(): Promise<Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const apply of recorded.splice(0)) apply(swagger);
  return swagger;
}

type Arguments<Name extends keyof Swagger> = Swagger[Name] extends (...values: infer Values) => unknown
  ? Values
  : never;

/** Says which type of body a handler parses by itself. */
export const ApiConsumes = (...types: Arguments<'ApiConsumes'>) =>
  documentDecorator((swagger) => swagger.ApiConsumes(...types));

/** Leaves a controller out of the document. */
export const ApiExcludeController = () => documentDecorator((swagger) => swagger.ApiExcludeController());

/** Adds a field `x-…` to the operations. */
export const ApiExtension = (...field: Arguments<'ApiExtension'>) =>
  documentDecorator((swagger) => swagger.ApiExtension(...field));

/** Describes a header of the request. */
export const ApiHeader = (...header: Arguments<'ApiHeader'>) =>
  documentDecorator((swagger) => swagger.ApiHeader(...header));

/** Gives an operation its summary and description. */
export const ApiOperation = (...operation: Arguments<'ApiOperation'>) =>
  documentDecorator((swagger) => swagger.ApiOperation(...operation));

/** Says which types of response a handler returns. */
export const ApiProduces = (...types: Arguments<'ApiProduces'>) =>
  documentDecorator((swagger) => swagger.ApiProduces(...types));

/** Puts the operations of a controller under headings. */
export const ApiTags = (...tags: Arguments<'ApiTags'>) => documentDecorator((swagger) => swagger.ApiTags(...tags));
