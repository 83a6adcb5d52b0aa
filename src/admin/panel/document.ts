import { BuiltFiles } from '../pages/built-files.js';

const KINDS = ['global', 'design-system', 'app', 'components', 'style'] as const;
const AT = '/admin/assets/panel';

/** The panel's scripts and style. */
export const openPanelFiles = () => new BuiltFiles('panel', KINDS);
export type PanelFiles = ReturnType<typeof openPanelFiles>;

/**
 * AdminJS's page made fit for our policy: its state, which it writes into a script as it is, can't end that script; inline
 * scripts and styles carry the nonce; files are ours, by their hash; nothing comes from another host.
 */
export function panelDocument(
  markup: string,
  { nonce, files, demo }: { nonce: string; files: PanelFiles; demo: string | null },
): string {
  const style = `<link rel="stylesheet" href="${AT}/${files.names.style}">`;
  return withSafeState(markup)
    .replace(/<link rel="stylesheet" href="https:\/\/fonts\.googleapis\.com[^>]*>/, () => style)
    .replace(/\/admin\/frontend\/assets\/([\w-]+)\.bundle\.js/g, (url, kind: string) =>
      isKind(kind) ? `${AT}/${files.names[kind]}` : url,
    )
    .replace('<head>', () => `<head><script>window.__webpack_nonce__ = "${nonce}"</script>`)
    .replace('<div id="app" />', () => `${demo ?? ''}<div id="app"></div>`)
    .replace(/<(script|style)(?=[\s>])/g, `<$1 nonce="${nonce}"`)
    .trimStart();
}

const STATE = 'window.REDUX_STATE = ';
const END = 'window.THEME_COMPONENTS = ';

function withSafeState(markup: string): string {
  const from = markup.indexOf(STATE);
  const to = markup.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error("AdminJS's page has another form than that of 7.8.17");
  // The state is JSON on one line of its own, so this mark of what follows it can't be inside it.
  const state = markup.slice(from, to).replace(/</g, '\\u003c');
  return markup.slice(0, from) + state + markup.slice(to);
}

function isKind(kind: string): kind is (typeof KINDS)[number] {
  return KINDS.some((known) => known === kind);
}
