/** Closes the menu of pages at a click on one of its links: one that leads to a part of the open page loads no other. */
export function closeMenuAtLinks(): void {
  const menu = document.querySelector<HTMLElement>('#pages-menu');
  menu?.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) menu.hidePopover();
  });
}
