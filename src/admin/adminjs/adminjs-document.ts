import { BuiltFiles } from '../shell/built-files.js';
import { escapeJson, toInertJson } from '../shell/inert-json.js';
import { pageTitle } from '../shell/page-title.js';
import type { Theme } from '../shell/theme.js';

/** The scripts in the order in which they run. The theme reads the style sheet and is read by AdminJS. */
const SCRIPT_KINDS = ['global', 'design-system', 'theme', 'app', 'components'] as const;
const FILE_KINDS = [...SCRIPT_KINDS, 'start', 'style'] as const;
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
  /** The markup of the list that AdminJS replaces when it has drawn the same; null on a page without one. */
  readonly list: { readonly markup: string; readonly data: unknown } | null;
}

/** AdminJS's page, divided. */
export interface AdminjsPage {
  /** The markup up to the body, without scripts. */
  readonly head: string;
  /** The global variables of AdminJS, as members of a JSON object that cannot close the script element around it. */
  readonly state: string;
}

/** Each value is JSON on one line of its own, so the text that follows it can't be inside it. */
const STATE_SCRIPT =
  /<script>\s*window\.REDUX_STATE = (.*);\n\s*window\.THEME = (.*);\n\s*window\.THEME_COMPONENTS = \{\};\n\s*window\.AdminJS = \{ Components: \{\} \};\s*<\/script>/;

/** Divides AdminJS's page. Throws when it has another form than that of the AdminJS version we know. */
export function divideAdminjsPage(markup: string): AdminjsPage {
  const match = STATE_SCRIPT.exec(markup);
  const body = markup.indexOf('<body>', match?.index);
  if (!match || body < 0) throw new Error("AdminJS's page has another form than that of 7.8.17");
  const [script, state, theme] = match;
  const head = markup.slice(0, match.index) + markup.slice(match.index + script.length, body);
  return {
    head: head.replace(/<script src="[^"]*\.bundle\.js"><\/script>\s*/g, ''),
    state: escapeJson(`"REDUX_STATE":${state},"THEME":${theme},"THEME_COMPONENTS":{},"AdminJS":{"Components":{}}`),
  };
}

/**
 * Makes AdminJS's page fit for our Content Security Policy, and readable before its scripts run. AdminJS writes its state into a
 * script unescaped; here it is inert JSON behind the content. The scripts are loaded from our assets by their hash after the first
 * picture, inline styles get the nonce, and nothing comes from another host.
 */
export function createDocument(
  { head, state }: AdminjsPage,
  { nonce, files, theme, title, header, list }: DocumentParts,
): string {
  const addressOf = (kind: (typeof FILE_KINDS)[number]) => `${ASSETS_PATH}/${files.names[kind]}`;
  const links = [
    `<link rel="stylesheet" href="${addressOf('style')}">`,
    ...SCRIPT_KINDS.map((kind) => `<link rel="preload" as="script" href="${addressOf(kind)}">`),
    `<script defer src="${addressOf('start')}"></script>`,
  ];
  const data = `{${state},"SERVER_LIST":${toInertJson(list?.data ?? null)}}`;
  const content = list?.markup ?? '<div id="app"></div>';
  return head
    .replace(/<link rel="stylesheet" href="https:\/\/fonts\.googleapis\.com[^>]*>/, () => links.join(''))
    .replace('<html ', () => (theme === 'system' ? '<html ' : `<html data-theme="${theme}" `))
    .replace('<head>', () => `<head><script>window.__webpack_nonce__ = "${nonce}"</script>`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${pageTitle(title)}</title>`)
    .replace(/<(script|style)(?=[\s>])/g, `<$1 nonce="${nonce}"`)
    .concat(
      `<body>${header}<main id="content" tabindex="-1">${content}</main>`,
      `<script type="application/json" id="state">${data}</script></body></html>`,
    )
    .trimStart();
}
