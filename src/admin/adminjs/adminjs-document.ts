import { BuiltFiles } from '../shell/built-files.js';
import { pageTitle } from '../shell/page-title.js';
import type { Theme } from '../shell/theme.js';

const FILE_KINDS = ['global', 'design-system', 'theme', 'app', 'components', 'style'] as const;
const ASSETS_PATH = '/admin/assets/panel';

/** Returns the scripts and the style sheet that the build wrote for AdminJS. `buildFolder` is a URL that ends with a slash. */
export const openAdminjsFiles = (buildFolder: URL) => new BuiltFiles(new URL('panel/', buildFolder), FILE_KINDS);
export type AdminjsFiles = ReturnType<typeof openAdminjsFiles>;

export interface DocumentParts {
  readonly nonce: string;
  readonly files: AdminjsFiles;
  readonly theme: Theme;
  /** The name of the page, which the script replaces when it has loaded a record. */
  readonly title: string;
  /** The markup of the header, which stands above the application. */
  readonly header: string;
}

/**
 * Makes AdminJS's page fit for our Content Security Policy. AdminJS writes its state into a script unescaped; this escapes it so
 * that it cannot end the script. Inline scripts and styles get the nonce, files are loaded from our assets by their hash, and
 * nothing comes from another host. Throws when the page has another form than that of the AdminJS version we know.
 */
export function createDocument(markup: string, { nonce, files, theme, title, header }: DocumentParts): string {
  const style = `<link rel="stylesheet" href="${ASSETS_PATH}/${files.names.style}">`;
  const themeScript = `<script src="${ASSETS_PATH}/${files.names.theme}"></script>`;
  return escapeState(markup)
    .replace(/<link rel="stylesheet" href="https:\/\/fonts\.googleapis\.com[^>]*>/, () => style)
    .replace(/(?=<script src="[^"]*\/app\.bundle\.js")/, () => themeScript)
    .replace(/\/admin\/frontend\/assets\/([\w-]+)\.bundle\.js/g, (url, kind: string) =>
      isFileKind(kind) ? `${ASSETS_PATH}/${files.names[kind]}` : url,
    )
    .replace('<html ', () => (theme === 'system' ? '<html ' : `<html data-theme="${theme}" `))
    .replace('<head>', () => `<head><script>window.__webpack_nonce__ = "${nonce}"</script>`)
    .replace('<div id="app" />', () => `${header}<main id="content" tabindex="-1"><div id="app"></div></main>`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${pageTitle(title)}</title>`)
    .replace(/<(script|style)(?=[\s>])/g, `<$1 nonce="${nonce}"`)
    .trimStart();
}

const STATE_START = 'window.REDUX_STATE = ';
const STATE_END = 'window.THEME_COMPONENTS = ';

function escapeState(markup: string): string {
  const from = markup.indexOf(STATE_START);
  const to = markup.indexOf(STATE_END, from);
  if (from < 0 || to < 0) throw new Error("AdminJS's page has another form than that of 7.8.17");
  // The state is JSON on one line of its own, so the text that follows it can't be inside it.
  const state = markup.slice(from, to).replace(/</g, '\\u003c');
  return markup.slice(0, from) + state + markup.slice(to);
}

function isFileKind(kind: string): kind is (typeof FILE_KINDS)[number] {
  return FILE_KINDS.some((known) => known === kind);
}
