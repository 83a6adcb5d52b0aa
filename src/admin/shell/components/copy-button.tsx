/** @jsxImportSource preact */
import type { Messages } from '../../i18n/messages.js';

/** Copies the text of a field of the page. The page's script shows the button, because it does nothing without the script. */
export function CopyButton({ of, messages }: { of: string; messages: Messages }) {
  const { copy, copied } = messages.pages;
  return (
    <button type="button" class="quiet" hidden data-copy={of} data-copied={copied}>
      {copy}
    </button>
  );
}
