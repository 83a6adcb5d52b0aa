import type { BrowserMessages } from './messages.js';

/** A question of AdminJS before an action. */
const DIALOG = '.adminjs_Overlay + section';

/**
 * Names the controls that AdminJS draws without a name for screen readers, and lets the keyboard reach the ones it cannot.
 * AdminJS's components cannot be changed from outside, so this changes the elements after each drawing.
 */
export function labelControls(messages: BrowserMessages): void {
  const pages = {
    first: messages.firstPage,
    previous: messages.previousPage,
    next: messages.nextPage,
    last: messages.lastPage,
  };
  const labelAll = () => {
    for (const box of find('input[type=checkbox]:not([aria-label])')) {
      box.setAttribute('aria-label', box.closest('thead') ? messages.selectAll : messages.selectRow);
    }
    for (const [id, label] of Object.entries(pages)) {
      for (const button of find(`button[data-testid=${id}]:not([aria-label])`))
        button.setAttribute('aria-label', label);
    }
    for (const input of find('input[role=combobox]:not([aria-label]), input[name^=filter-]:not([aria-label])')) {
      const label = input.closest('section, fieldset, .adminjs_FormGroup')?.querySelector('label')?.textContent;
      input.setAttribute('aria-label', label ?? messages.choose);
    }
    // Below the heading of the page there is no other level than the second.
    for (const heading of find(`:is(#app, ${DIALOG}) :is(h3, h4, h5):not([aria-level])`))
      heading.setAttribute('aria-level', '2');
    for (const dots of find('a[data-testid=actions-dropdown]:not([role])')) makeButton(dots, messages.actions);
    for (const button of find(
      '[data-css$=filter-drawer] button:not([aria-label]), [data-css$=drawer] button:not([aria-label])',
    )) {
      if (button.textContent === '') button.setAttribute('aria-label', messages.close);
    }
    for (const eye of find('[data-testid=property-edit-password] button:not([aria-label])')) {
      eye.setAttribute('aria-label', messages.showPassword);
    }
    for (const dialog of find(`${DIALOG}:not([role])`)) makeDialog(dialog, messages.close);
  };
  labelAll();
  new MutationObserver(labelAll).observe(document.body, { childList: true, subtree: true });
}

function find(selector: string) {
  return document.querySelectorAll<HTMLElement>(selector);
}

/** Makes a question a dialog that has the focus, on the button that changes nothing, and that Escape closes. */
function makeDialog(dialog: HTMLElement, closeLabel: string): void {
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  dialog.setAttribute('aria-label', dialog.querySelector('h5, label')?.textContent ?? '');
  // AdminJS draws the text of these buttons with the style sheet.
  for (const button of dialog.querySelectorAll('button[label]'))
    button.setAttribute('aria-label', button.getAttribute('label') ?? '');
  const close = dialog.querySelector<HTMLElement>('.close-button');
  close?.setAttribute('aria-label', closeLabel);
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close?.click();
  });
  dialog.querySelector<HTMLElement>('button[label]')?.focus();
}

function makeButton(element: HTMLElement, label: string): void {
  element.setAttribute('role', 'button');
  element.setAttribute('aria-label', label);
  element.tabIndex = 0;
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' || key === ' ') element.click();
  });
}
