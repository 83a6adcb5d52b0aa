import { createBullBoard as createBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { PRODUCT } from '../shell/page-title.js';
import { POLICY } from '../../platform/http/index.js';
import type { Inspectable } from '../../platform/queue/index.js';

export const BASE_PATH = '/admin/queues';

/** The page needs `<base>`: its links are relative, whatever queue its address names. */
const allowBaseElement = contentSecurityPolicy({
  useDefaults: false,
  directives: { ...POLICY, 'base-uri': ["'self'"] },
});

/** The page around Bull Board. */
interface Frame {
  /** The folder of Bull Board's own texts that a person reads. */
  readonly localeOf: (request: Request) => string;
  /** Returns the page for a request; `uiConfig` is JSON that Bull Board has escaped for a script. */
  readonly renderPage: (request: Request, uiConfig: string) => string;
}

/** Replaces Bull Board's entry page with one that keeps our content security policy. */
class StrictBoardAdapter extends ExpressAdapter {
  constructor(private readonly frame: Frame) {
    super();
  }

  override setEntryRoute(entry: Parameters<ExpressAdapter['setEntryRoute']>[0]): this {
    this.app[entry.method](entry.route, (request: Request, response: Response) => {
      allowBaseElement(request, response, () => undefined);
      const uiConfig = { ...this.uiConfig, locale: { lng: this.frame.localeOf(request) } };
      const { params } = entry.handler({ basePath: this.basePath, uiConfig });
      response
        .set('cache-control', 'no-store')
        .type('html')
        .send(this.frame.renderPage(request, String(params.uiConfig)));
    });
    return this;
  }
}

/** Returns the routes of a read-only Bull Board. An operator changes nothing there: SQL decides what is done, not the queue. */
export function createBullBoard(queues: Inspectable['bullQueues'], frame: Frame): RequestHandler {
  const adapter = new StrictBoardAdapter(frame);
  adapter.setBasePath(BASE_PATH);
  createBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: PRODUCT, hideRedisDetails: true, hideDocsLink: true } },
  });
  return express().use(BASE_PATH, adapter.getRouter() as RequestHandler);
}
