/** @jsxImportSource preact */
import type { Language, ShellMessages } from '../../i18n/messages.js';
import { navigationOf, type HeaderViewer, type NavigationLink } from '../navigation.js';

const OTHER_LANGUAGE: Readonly<Record<Language, Language>> = { en: 'ru', ru: 'en' };

/** The shapes of the icons, in a square of 24. */
const ICONS = {
  menu: 'M3 6h18M3 12h18M3 18h18',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.6-6 8-6s8 2 8 6',
  logout: 'M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5-5-5M21 12H9',
} as const;

export interface HeaderProps {
  readonly language: Language;
  readonly messages: ShellMessages;
  /** Null on pages for people who are not logged in. */
  readonly viewer: HeaderViewer | null;
  /** The path of the page, with its query: the language switch returns to it. */
  readonly currentPath: string;
  readonly isDemo: boolean;
}

/** The header of every page: demo banner, brand, pages, language switch, account and logout. It works without a script. */
export function Header({ language, messages, viewer, currentPath, isDemo }: HeaderProps) {
  const other = OTHER_LANGUAGE[language];
  return (
    <>
      {isDemo && (
        <aside class="demo-note" data-testid="demo-banner">
          {messages.demo}
        </aside>
      )}
      <header class="top" data-testid="header">
        <a class="skip" href="#content">
          {messages.skip}
        </a>
        <a class="brand" href={viewer ? '/admin' : '/admin/login'}>
          {messages.product}
        </a>
        {viewer ? <Pages messages={messages} viewer={viewer} currentPath={currentPath} /> : <span class="pages" />}
        <form method="post" action="/admin/language">
          <input type="hidden" name="next" value={currentPath} />
          <button class="item" name="lang" value={other} lang={other} data-testid="language">
            <span aria-hidden="true">{messages.otherLanguageCode}</span>
            <span class="only-read">{messages.otherLanguage}</span>
          </button>
        </form>
        {viewer && (
          <>
            <a class="item" href="/admin/account" title={viewer.name} data-testid="account">
              <Icon name="account" />
              <span class="label">{messages.account}</span>
            </a>
            <form method="post" action="/admin/logout">
              <button class="item" data-testid="logout" title={messages.logout}>
                <Icon name="logout" />
                <span class="label">{messages.logout}</span>
              </button>
            </form>
          </>
        )}
      </header>
    </>
  );
}

interface PagesProps {
  readonly messages: ShellMessages;
  readonly viewer: HeaderViewer;
  readonly currentPath: string;
}

function Pages({ messages, viewer, currentPath }: PagesProps) {
  const { main, others } = navigationOf(viewer, currentPath);
  const link = (
    { key, path, isCurrent }: NavigationLink,
    width: 'wide' | 'narrow' | 'very-wide' | 'not-very-wide' | '',
  ) => (
    <a key={key} class={`item ${width}`} href={path} aria-current={isCurrent ? 'page' : undefined}>
      {messages.nav[key]}
    </a>
  );
  const isOtherCurrent = others.some(({ isCurrent }) => isCurrent);
  return (
    <nav class="pages" aria-label={messages.pages}>
      {main.map((page) => link(page, page.needsWideScreen ? 'very-wide' : 'wide'))}
      <button
        class={isOtherCurrent ? 'item current' : 'item'}
        type="button"
        popovertarget="pages-menu"
        data-testid="pages-menu"
      >
        <span class="wide">{messages.more} ▾</span>
        <span class="narrow">
          <Icon name="menu" />
          <span class="only-read">{messages.menu}</span>
        </span>
      </button>
      <div class="menu" id="pages-menu" popover="auto">
        {main.map((page) => !page.needsWideScreen && link(page, 'narrow'))}
        {others.map((page) => link(page, ''))}
        {main.map((page) => page.needsWideScreen && link(page, 'not-very-wide'))}
      </div>
    </nav>
  );
}

function Icon({ name }: { readonly name: keyof typeof ICONS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
