import type { Words } from '../words.js';
import { pages } from './pages.js';
import { panel } from './panel.js';
import { reasons } from './reasons.js';
import { vendor } from './vendor.js';

export const ru: Words = { pages, panel, reasons, vendor };
