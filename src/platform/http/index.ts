export { AllExceptionsFilter } from './responses/all-exceptions.filter.js';
export { findUnsafeInput } from './input/find-unsafe-input.js';
export { isNestedTooDeeply } from './input/json-depth.js';
export { ConditionalGetInterceptor } from './responses/conditional-get.interceptor.js';
export { configureHttp } from './configure-http.js';
export { DaySchema, MonthSchema, PeriodSchema } from './input/day.schema.js';
export { CountSchema, fieldsOf, InstantSchema, pageSchema } from './openapi/dto.js';
export type { Dto } from './openapi/dto.js';
export {
  ApiConsumes,
  ApiExcludeController,
  ApiExtension,
  ApiHeader,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from './openapi/document-decorators.js';
export { createApiDocument } from './openapi/create-api-document.js';
export {
  AlsoReturns,
  Conditional,
  Returns,
  ReturnsNothing,
  ReturnsProblem,
  ReturnsText,
  TakesBody,
} from './openapi/returns.js';
export { serveDocs } from './openapi/serve-docs.js';
export type { paths as ApiPaths } from './openapi/api-types.js';
export { Problem } from './responses/problem.dto.js';
export { StartedDto } from './responses/started.dto.js';
export { clientAddress } from './network/client-address.js';
export { networkOf } from './network/network-of.js';
export { createOutboundAgent, isProxied } from './network/outbound-agent.js';
export { publicOrigin } from './network/public-origin.js';
export { loggedPath, requestLog, setLoggedPrincipal } from './request-log.js';
export { IMPORT_FILE_LIMITS, IMPORT_FORM_LIMITS, MULTIPART_LIMITS } from './input/request-bodies.js';
export { setRetryAfter } from './responses/set-retry-after.js';
export { POLICY } from './security.js';
export {
  FlagQuery,
  Id,
  IdNumber,
  NameSearch,
  PageQuery,
  pageOf,
  parseInput,
  wholeNumber,
} from './input/zod-validation.pipe.js';
export type { Page } from './input/zod-validation.pipe.js';
