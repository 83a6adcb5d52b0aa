import { pages } from './pages.js';
import { panel } from './panel.js';
import { reasons } from './reasons.js';
import { vendor } from './vendor.js';

/** Every English word of the panel, a file a part; `../ru` has the same keys, or the build fails. */
export const en = { pages, panel, reasons, vendor };
