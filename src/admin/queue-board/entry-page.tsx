/** @jsxImportSource preact */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../i18n/messages.js';
import { DocumentHead } from '../shell/components/document-head.js';
import { themeAttributes, type Theme } from '../shell/theme.js';

/** The files that Bull Board's own entry page loads. That page also has inline styles and a font of another host, which our policy forbids. */
const ASSETS = /"(static\/[^"]+\.(css|js))"/g;

interface EntryPageProps {
  readonly basePath: string;
  /** JSON that Bull Board has escaped for a script. */
  readonly uiConfig: string;
  readonly language: Language;
  readonly theme: Theme;
  readonly title: string;
  /** The address of the header's style sheet. */
  readonly style: string;
  /** The markup of the header. */
  readonly header: string;
}

/** Returns the page that starts Bull Board below `basePath`, under the header of our pages. */
export function renderEntryPage({ basePath, uiConfig, language, theme, title, style, header }: EntryPageProps): string {
  const template = createRequire(import.meta.url).resolve('@bull-board/ui/dist/index.ejs');
  const assets = [...readFileSync(template, 'utf8').matchAll(ASSETS)].map(([, file = '', kind]) =>
    kind === 'css' ? <link key={file} rel="stylesheet" href={file} /> : <script key={file} defer src={file} />,
  );
  const page = (
    <html lang={language} {...themeAttributes(theme)}>
      <head>
        <base href={`${basePath}/`} />
        <DocumentHead title={title} style={style} />
        {assets}
      </head>
      <body>
        <div class="own-tokens" dangerouslySetInnerHTML={{ __html: header }} />
        <script id="__UI_CONFIG__" type="application/json" dangerouslySetInnerHTML={{ __html: uiConfig }} />
        <div id="content" class="own-tokens" tabIndex={-1}>
          <div id="root" />
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}
