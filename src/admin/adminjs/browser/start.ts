import { rememberList } from './list/list-query.js';

/**
 * Starts AdminJS. Its scripts take most of a second, so they are loaded after the page that the server rendered is on the screen.
 * The page preloads them, and the order of its links is the order in which they run.
 */
const list = document.getElementById('server-list');
if (list?.dataset.resource !== undefined) rememberList(list.dataset.resource);
list?.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button) button.dataset.pressed = '';
});

// A page in the background is not drawn before a person looks at it.
if (document.visibilityState === 'hidden') loadScripts();
else requestAnimationFrame(() => setTimeout(loadScripts));

function loadScripts(): void {
  Object.assign(window, JSON.parse(document.getElementById('state')?.textContent ?? '{}'));
  for (const { href } of document.querySelectorAll<HTMLLinkElement>('link[rel=preload][as=script]')) {
    const script = document.createElement('script');
    script.src = href;
    script.async = false;
    document.head.append(script);
  }
}
