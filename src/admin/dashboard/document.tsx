/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string';
import { modelOf } from './shared/model.js';
import type { PageData } from './shared/wire.js';
import { App, lookOf } from './ui/app.js';
import { NO_ACTIONS } from './ui/look.js';

/** The whole page as it goes over the wire: the numbers are on the screen before any script has run. */
export function documentOf(data: PageData, assets: { readonly script: string; readonly style: string }): string {
  const look = lookOf(data.language, data.timeZone);
  const name = data.client?.page.client.name;
  const page = (
    <html lang={data.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{name ? `${name} · ${look.words.title}` : look.words.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`/admin/assets/dashboard/${assets.style}`} />
        <script type="module" src={`/admin/assets/dashboard/${assets.script}`} />
      </head>
      <body>
        <div id="app">
          <App model={modelOf(data)} look={look} actions={NO_ACTIONS} />
        </div>
        <script type="application/json" id="data" dangerouslySetInnerHTML={{ __html: inertJson(data) }} />
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}

/** JSON that can't end the element it stands in. */
function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
