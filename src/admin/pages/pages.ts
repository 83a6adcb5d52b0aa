import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { UpstreamMemory } from '../../database/upstream-memory.js';
import { POLICY } from '../../http/security.js';
import { languageOf, wordsIn } from '../locales/language.js';
import { Html, html } from './html.js';
import { STYLE } from './style.js';

const style = new Html(STYLE);
const WIDE = new Html('class="wide"');

/** What a page of ours shows under its heading. */
export interface PageContent {
  readonly status?: number;
  readonly title: string;
  readonly body: Html;
  /** Where the product's name leads: for those who are logged in. */
  readonly home?: boolean;
  /** For tables. */
  readonly wide?: boolean;
}

/** The hash of nothing: a library of AdminJS's puts an empty style sheet on the page and fills it by script, without the nonce. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Allows on this page, beside our own files, the inline scripts and styles that carry the nonce, which is new for every answer. */
export function allowNonce(request: Request, response: Response): string {
  const nonce = randomBytes(18).toString('base64');
  const directives = {
    ...POLICY,
    'script-src': [...POLICY['script-src'], `'nonce-${nonce}'`],
    'style-src': [...POLICY['style-src'], `'nonce-${nonce}'`, EMPTY_STYLE],
  };
  contentSecurityPolicy({ useDefaults: false, directives })(request, response, () => undefined);
  return nonce;
}

/** Sends our own small pages, complete without a script. */
@Injectable()
export class Pages {
  constructor(private readonly memory: UpstreamMemory) {}

  send(
    request: Request,
    response: Response,
    { status = 200, title, body, home = false, wide = false }: PageContent,
  ): void {
    const language = languageOf(request);
    const words = wordsIn(language).pages;
    const nonce = allowNonce(request, response);
    const page = html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · ${words.product}</title>
          <link rel="icon" href="data:," />
          <style nonce="${nonce}">
            ${style}
          </style>
        </head>
        <body ${wide && WIDE}>
          ${this.memory.demo && html`<p class="demo" data-testid="demo-banner">${words.demo}</p>`}
          <header>
            ${home ? html`<a href="/admin">${words.product}</a>` : html`<strong>${words.product}</strong>`}
          </header>
          <main>${body}</main>
          <footer>
            <form method="post" action="/admin/language">
              <input
                type="hidden"
                name="next"
                value="${request.method === 'GET' ? request.originalUrl : request.path}"
              />
              <button class="quiet" name="lang" value="${language === 'ru' ? 'en' : 'ru'}" data-testid="language">
                ${words.otherLanguage}
              </button>
            </form>
          </footer>
        </body>
      </html>`;
    response.status(status).set('cache-control', 'no-store').type('html').send(page.text);
  }
}
