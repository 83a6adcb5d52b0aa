/**
 * Returns the controls of the page that do not show their whole text: a choice or a day that is wider than its box, a placeholder
 * that is cut, a button that its text leaves. It runs in the page. What a person has typed may be longer than its field.
 */
export function findControlFaults(): string[] {
  const TOLERANCE_PX = 1;
  const pen = document.createElement('canvas').getContext('2d');
  const controls = document.querySelectorAll<HTMLElement>('select, input, button, summary, .choice, .export');
  return [...controls].filter((control) => control.checkVisibility({ visibilityProperty: true })).flatMap(findFault);

  function findFault(control: HTMLElement): string[] {
    // Only for screen readers.
    if (control.clientWidth <= 1) return [];
    const { text, needed, available } = measure(control);
    return needed > available + TOLERANCE_PX ? [`"${text}" needs ${Math.ceil(needed)} px and has ${available}`] : [];
  }

  function measure(control: HTMLElement): { text: string; needed: number; available: number } {
    if (control instanceof HTMLSelectElement) {
      return { text: control.selectedOptions[0]?.text ?? '', ...compareWithOwnWidth(control) };
    }
    if (control instanceof HTMLInputElement) {
      if (/date|month|time/.test(control.type)) return { text: control.value, ...compareWithOwnWidth(control) };
      const { font, paddingLeft, paddingRight } = getComputedStyle(control);
      if (pen) pen.font = font;
      const { placeholder } = control;
      const available = control.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      return { text: placeholder, needed: pen?.measureText(placeholder).width ?? 0, available };
    }
    return { text: control.innerText, needed: control.scrollWidth, available: control.clientWidth };
  }

  /** Compares the width of a control with that of a copy that is as wide as its content. */
  function compareWithOwnWidth(control: HTMLElement): { needed: number; available: number } {
    const copy = control.cloneNode(true) as HTMLElement;
    if (control instanceof HTMLSelectElement && copy instanceof HTMLSelectElement) copy.value = control.value;
    copy.removeAttribute('id');
    const size = { width: 'auto', minWidth: '0', maxWidth: 'none', flex: 'none', fieldSizing: 'content' };
    Object.assign(copy.style, { ...size, position: 'absolute', visibility: 'hidden' });
    control.after(copy);
    const needed = copy.offsetWidth;
    copy.remove();
    return { needed, available: control.offsetWidth };
  }
}
