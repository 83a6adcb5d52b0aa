/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { DocumentHead } from './document-head.js';
import { Header, type HeaderProps } from './header.js';
import { themeAttributes, type Theme } from '../theme.js';

export interface PageLayoutProps extends HeaderProps {
  readonly title: string;
  /** The address of the style sheet. */
  readonly style: string;
  /** The address of the script. */
  readonly script: string;
  /** Whether the page is wide enough for tables. */
  readonly isWide: boolean;
  readonly theme: Theme;
  readonly children?: ComponentChildren;
}

/** A whole server-rendered page: document, header and content. It works without its script, and only people who are logged in get the script. */
export function PageLayout({ title, style, script, isWide, theme, children, ...header }: PageLayoutProps) {
  return (
    <html lang={header.language} {...themeAttributes(theme)}>
      <head>
        <DocumentHead title={title} style={style} />
        {header.viewer && <script type="module" src={script} />}
      </head>
      <body class={isWide ? 'page wide-page' : 'page'}>
        <Header {...header} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}
