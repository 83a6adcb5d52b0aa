import type { Ours } from './words.js';

/**
 * AdminJS draws controls that say nothing to a screen reader, and one that no keyboard reaches. Its components are vendor
 * code, so their names are put on what they drew.
 */
export function nameControls(words: Ours): void {
  const pages = { first: words.firstPage, previous: words.previousPage, next: words.nextPage, last: words.lastPage };
  const name = () => {
    for (const box of find('input[type=checkbox]:not([aria-label])')) {
      box.setAttribute('aria-label', box.closest('thead') ? words.selectAll : words.selectRow);
    }
    for (const [id, label] of Object.entries(pages)) {
      for (const button of find(`button[data-testid=${id}]:not([aria-label])`))
        button.setAttribute('aria-label', label);
    }
    for (const input of find('input[role=combobox]:not([aria-label]), input[name^=filter-]:not([aria-label])')) {
      const label = input.closest('section, fieldset, .adminjs_FormGroup')?.querySelector('label')?.textContent;
      input.setAttribute('aria-label', label ?? words.choose);
    }
    for (const menu of find('[data-css=topbar] > section:first-child:not([role])')) makeButton(menu, words.menu);
    for (const dots of find('a[data-testid=actions-dropdown]:not([role])')) makeButton(dots, words.actions);
    for (const button of find(
      '[data-css$=filter-drawer] button:not([aria-label]), [data-css$=drawer] button:not([aria-label])',
    )) {
      if (button.textContent === '') button.setAttribute('aria-label', words.close);
    }
    for (const eye of find('[data-testid=property-edit-password] button:not([aria-label])')) {
      eye.setAttribute('aria-label', words.showPassword);
    }
  };
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
}

function find(selector: string) {
  return document.querySelectorAll<HTMLElement>(selector);
}

function makeButton(element: HTMLElement, label: string): void {
  element.setAttribute('role', 'button');
  element.setAttribute('aria-label', label);
  element.tabIndex = 0;
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' || key === ' ') element.click();
  });
}
