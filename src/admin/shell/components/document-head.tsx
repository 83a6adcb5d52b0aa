/** @jsxImportSource preact */
import { pageTitle } from '../page-title.js';

/** A bar chart in the colour of the brand. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6b3a"/><path d="M9 24v-7M16 24V8M23 24V13" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>`;

/** The address of the icon of every page: its own content, so that no page waits for another file. */
export const FAVICON = `data:image/svg+xml;base64,${Buffer.from(ICON).toString('base64')}`;

interface DocumentHeadProps {
  /** The name of the page, without the product's. */
  readonly title: string;
  /** The address of the style sheet. */
  readonly style: string;
}

/** What stands in the head of every page of ours. */
export function DocumentHead({ title, style }: DocumentHeadProps) {
  return (
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{pageTitle(title)}</title>
      <link rel="icon" href={FAVICON} />
      <link rel="stylesheet" href={style} />
    </>
  );
}
