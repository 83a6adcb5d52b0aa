import { json, raw, urlencoded, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { PayloadTooLargeException } from '@nestjs/common';
import { isNestedTooDeeply } from './json-depth.js';

const KB = 1024;

/** The largest form of AdminJS: two texts of 10,000 characters, each up to four bytes, which a browser may write as `%XX`. */
const MAX_PANEL_FORM = 256 * KB;
/** The JSON of a route of the API with single values, or 500 ids. */
const MAX_API_BODY = 256 * KB;
/** A form of a page has a few short fields. */
const MAX_PAGE_FORM = 10 * KB;

/** Limits of a form that AdminJS sends as `multipart/form-data`, for multer. The record of the form has at most as many fields. */
export const MULTIPART_LIMITS = {
  fields: 60,
  parts: 60,
  fieldNameSize: 100,
  fieldSize: 64 * KB,
  headerPairs: 10,
} as const;

/** Limits of a file that is imported, for multer. */
export const IMPORT_FILE_LIMITS = { files: 1, fileSize: 1024 * KB, fields: 0, parts: 1, headerPairs: 10 } as const;

/**
 * Limits of the form of the import page, for multer: a file or a pasted text, or the file as base64 once it was previewed. A field
 * holds a file of the largest size.
 */
export const IMPORT_FORM_LIMITS = {
  files: 1,
  fileSize: IMPORT_FILE_LIMITS.fileSize,
  fields: 4,
  fieldNameSize: 20,
  fieldSize: Math.ceil(IMPORT_FILE_LIMITS.fileSize / 3) * 4,
  parts: 5,
  headerPairs: 10,
} as const;

/** The routes that take a file of restaurants. */
const IMPORTS = ['/api/v1/clients/import'];

/** The routes whose bodies name thousands of restaurants or days. */
const LARGE_BODIES = ['/api/v1/ingest', '/api/collector', '/api/v1/sync'];

/** The routes of `/admin` that scripts send JSON to. */
const JSON_FORMS = ['/admin/sync_stats', '/admin/collect_data'];

/**
 * Returns the middleware that parses bodies. It runs before any credential is checked, so that each path takes only the kinds
 * and sizes that its routes need. A larger body is a 413; a body of another kind stays unparsed, which the pipe makes a 415.
 */
export function parseBodies(): RequestHandler[] {
  return [
    under(IMPORTS, raw({ type: 'text/csv', limit: IMPORT_FILE_LIMITS.fileSize })),
    under(LARGE_BODIES, jsonParser('1mb')),
    under(['/api'], jsonParser(MAX_API_BODY)),
    under(['/api'], urlencoded({ limit: '100kb', extended: false })),
    under(['/admin/api'], limitMultipart),
    under(['/admin/api'], jsonParser(MAX_PANEL_FORM)),
    under(['/admin/api'], formParser(MAX_PANEL_FORM)),
    under(JSON_FORMS, jsonParser(MAX_PAGE_FORM)),
    under(['/admin'], formParser(MAX_PAGE_FORM)),
    emptyBody,
  ];
}

function jsonParser(limit: number | string): RequestHandler {
  const verify = (_request: unknown, _response: unknown, body: Buffer) => {
    if (isNestedTooDeeply(body)) throw Object.assign(new Error('The body is nested too deeply'), { status: 400 });
  };
  return json({ limit, verify });
}

function formParser(limit: number): RequestHandler {
  return urlencoded({ limit, parameterLimit: MULTIPART_LIMITS.fields, extended: false });
}

/** Runs a handler for requests of a path and of the paths below it. A body that is parsed already is left as it is. */
function under(paths: readonly string[], handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const isMeant = paths.some((path) => request.path === path || request.path.startsWith(`${path}/`));
    if (isMeant && request.body === undefined) handler(request, response, next);
    else next();
  };
}

/** Rejects a multipart body that is too large as a whole. Its length must be known before: browsers send it. */
function limitMultipart(request: Request, _response: Response, next: NextFunction): void {
  const isMultipart = /^multipart\//i.test(request.headers['content-type'] ?? '');
  const length = Number(request.headers['content-length'] ?? Infinity);
  if (isMultipart && length > MAX_PANEL_FORM) {
    next(new PayloadTooLargeException('The form is too large'));
    return;
  }
  next();
}

/** Sets a missing body to `{}`. A body that no parser understood stays undefined, so the pipe can reject it. */
function emptyBody(request: Request, _response: Response, next: NextFunction): void {
  const sent = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!sent) request.body = {};
  next();
}
