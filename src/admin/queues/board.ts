import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { POLICY } from '../../http/security.js';
import type { BullQueue } from '../../queue/bull-queue.js';
import { pullItem, syncTick } from '../../sync/sync.jobs.js';
import { html, Html } from '../pages/html.js';

const PATH = '/admin/queues';
/** What Bull Board's own entry page loads. It has inline styles and a font of another host too, which ours must not have. */
const PARTS = /"(static\/[^"]+\.(css|js))"/g;

/** The page's links are relative to its base, whatever queue its address names. */
const allowBase = contentSecurityPolicy({
  useDefaults: false,
  directives: { ...POLICY, 'base-uri': ["'self'"] },
});

class Board extends ExpressAdapter {
  override setEntryRoute(entry: Parameters<ExpressAdapter['setEntryRoute']>[0]): this {
    this.app[entry.method](entry.route, (request: Request, response: Response) => {
      allowBase(request, response, () => undefined);
      const { params } = entry.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response
        .set('cache-control', 'no-store')
        .type('html')
        .send(entryPage(String(params.uiConfig)).text);
    });
    return this;
  }
}

/** Bull Board for the jobs of the sync. It only reads, also when asked otherwise: SQL decides what is done, not the queue. */
export function openBoard(queue: BullQueue): RequestHandler {
  const board = new Board();
  board.setBasePath(PATH);
  createBullBoard({
    queues: [pullItem, syncTick].map((kind) => new BullMQAdapter(queue.jobs(kind), { readOnlyMode: true })),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Delivery Stats', hideRedisDetails: true } },
  });
  return express().use(PATH, board.getRouter() as RequestHandler);
}

function entryPage(uiConfig: string): Html {
  const view = createRequire(import.meta.url).resolve('@bull-board/ui/dist/index.ejs');
  const parts = [...readFileSync(view, 'utf8').matchAll(PARTS)].map(([, file = '', kind]) =>
    kind === 'css' ? html`<link rel="stylesheet" href="${file}" />` : html`<script defer src="${file}"></script>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <base href="${PATH}/" />
        <title>Delivery Stats</title>
        <link rel="icon" href="data:," />
        ${parts}
      </head>
      <body>
        <script id="__UI_CONFIG__" type="application/json">
          ${new Html(uiConfig)}
        </script>
        <div id="root"></div>
      </body>
    </html>`;
}
