import { adminjs } from './adminjs.js';
import { digest } from './digest.js';
import { files } from './files.js';
import { lists } from './lists.js';
import { operators } from './operators.js';
import { pages } from './pages.js';
import { reasons } from './reasons.js';
import { shell } from './shell.js';

/** Every English message of the panel outside the dashboard. `../ru` has the same keys, or the types do not match. */
export const en = { shell, pages, operators, lists, files, digest, reasons, adminjs };
