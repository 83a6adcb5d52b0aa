/** Shows the buttons that copy a field, and says on a button that its field was copied. */
export function enableCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const field = document.getElementById(button.dataset.copy ?? '');
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      void copy(field).then((isCopied) => {
        if (isCopied) button.textContent = button.dataset.copied ?? '';
      });
    });
  }
}

/** Copies the text of a field. Where the browser has no clipboard, as over plain HTTP, it leaves the text selected for the person. */
async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  field.select();
  if (!('clipboard' in navigator)) return false;
  return navigator.clipboard.writeText(field.value).then(
    () => true,
    () => false,
  );
}
