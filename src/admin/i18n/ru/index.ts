import type { en } from '../en/index.js';
import type { Translated } from '../messages.js';
import { adminjs } from './adminjs.js';
import { digest } from './digest.js';
import { files } from './files.js';
import { lists } from './lists.js';
import { operators } from './operators.js';
import { pages } from './pages.js';
import { reasons } from './reasons.js';
import { shell } from './shell.js';

/** Every Russian message of the panel outside the dashboard. */
export const ru: Translated<typeof en> = { shell, pages, operators, lists, files, digest, reasons, adminjs };
