/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string';
import { DocumentHead } from '../../shell/components/document-head.js';
import { toInertJson } from '../../shell/inert-json.js';
import { themeAttributes, type Theme } from '../../shell/theme.js';
import type { DashboardFiles } from './dashboard-assets.js';
import { createModel, titleOf } from '../shared/model.js';
import type { PageData } from '../shared/dto.js';
import { App } from '../ui/app.js';
import { createI18n, NO_ACTIONS, type I18n } from '../ui/i18n-context.js';
import type { Language } from '../../i18n/messages.js';

/** Renders the whole HTML page. Its numbers are on the screen before any script runs. */
export function renderDocument(data: PageData, files: DashboardFiles, theme: Theme): string {
  const i18n = i18nFor(data.language, data.timeZone);
  const model = createModel(data);
  const page = (
    <html lang={data.language} {...themeAttributes(theme)}>
      <head>
        <DocumentHead title={titleOf(model, i18n.messages)} style={files.style} />
        <script type="module" src={files.script} />
      </head>
      <body>
        <div id="app">
          <App model={model} i18n={i18n} actions={NO_ACTIONS} />
        </div>
        <script type="application/json" id="data" dangerouslySetInnerHTML={{ __html: toInertJson(data) }} />
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}

const known = new Map<string, I18n>();

/** Returns the texts and formats of a language and a zone, whose `Intl` objects all pages share. */
function i18nFor(language: Language, timeZone: string): I18n {
  const key = `${language} ${timeZone}`;
  const i18n = known.get(key) ?? createI18n(language, timeZone);
  known.set(key, i18n);
  return i18n;
}
