import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, Response } from 'express';

const DOCS_PATH = '/api/docs';
/** What the page loads of the package swagger-ui-dist. */
const PACKAGE_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Delivery Stats API</title>
<link rel="stylesheet" href="${DOCS_PATH}/swagger-ui.css">
<link rel="icon" type="image/png" href="${DOCS_PATH}/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${DOCS_PATH}/swagger-ui-bundle.js"></script>
<script src="${DOCS_PATH}/swagger-ui-init.js"></script>
</body>
</html>
`;

/** The standalone layout would add a bar for opening other documents, whose logo needs inline style. */
const START = `SwaggerUIBundle({ url: '${DOCS_PATH}-json', dom_id: '#swagger-ui', deepLinking: true, layout: 'BaseLayout' });
`;

/**
 * Serves the OpenAPI page at `/api/docs` and its document at `/api/docs-json` and `/api/docs-yaml`, all without login. Call it after
 * `configureHttp` and before the application listens. @param buildFolder the folder with `openapi.json` and `openapi.yaml`
 */
export function serveDocs(app: NestExpressApplication, buildFolder: URL): void {
  const packageFolder = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..');
  const express: Express = app.getHttpAdapter().getInstance();
  const serve = (path: string, send: (response: Response) => void) => {
    express.get(DOCS_PATH + path, (_request, response) => send(response));
  };
  for (const path of ['', '/', '/index.html']) serve(path, (response) => response.type('html').send(PAGE));
  serve('/swagger-ui-init.js', (response) => response.type('js').send(START));
  for (const name of PACKAGE_FILES) serve(`/${name}`, (response) => response.sendFile(join(packageFolder, name)));
  for (const format of ['json', 'yaml']) {
    const file = fileURLToPath(new URL(`openapi.${format}`, buildFolder));
    serve(`-${format}`, (response) => response.type(format).sendFile(file));
  }
}
