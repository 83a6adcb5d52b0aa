import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { POLICY } from '../security.js';

const DOCS_PATH = '/api/docs';
const SPRITE_STYLE = 'position:absolute;width:0;height:0';

/**
 * Serves the OpenAPI page at `/api/docs` and its document at `/api/docs-json`, both without login. Call it after
 * `configureHttp` and before the application listens. @param file the document, which the first request reads.
 */
export function serveDocs(app: NestExpressApplication, file: URL): void {
  const document = () => JSON.parse(readFileSync(file, 'utf8')) as OpenAPIObject;
  app.use(DOCS_PATH, allowOwnStyles);
  SwaggerModule.setup(DOCS_PATH.slice(1), app, document, {
    customCss: `body > svg { ${SPRITE_STYLE} }`,
    // The default layout adds a bar for opening other documents, whose logo needs inline style.
    swaggerOptions: { layout: 'BaseLayout' },
  });
}

/** Allows the inline style sheets of Swagger UI by hash and removes its one style attribute, which the custom CSS replaces. */
function allowOwnStyles(request: Request, response: Response, next: NextFunction): void {
  const send = response.send.bind(response);
  response.send = (body?: unknown) => {
    if (typeof body !== 'string' || !body.includes('<style>')) return send(body);
    const hashes = [...body.matchAll(/<style>([^]*?)<\/style>/g)].map(
      ([, css = '']) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
    );
    const directives = { ...POLICY, 'style-src': [...POLICY['style-src'], ...hashes] };
    contentSecurityPolicy({ useDefaults: false, directives })(request, response, () => undefined);
    return send(body.replace(` style="${SPRITE_STYLE}"`, ''));
  };
  next();
}
