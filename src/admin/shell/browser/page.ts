import { enableCopyButtons } from './copy-buttons.js';
import { closeMenuAtLinks } from './close-menu.js';
import { keepRunCurrent } from './live-page.js';

/** The script of server-rendered pages. Every page works without it. */
keepRunCurrent();
enableCopyButtons();
closeMenuAtLinks();
