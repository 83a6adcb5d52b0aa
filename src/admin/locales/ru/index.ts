import type { Words } from '../words.js';
import { pages } from './pages.js';

export const ru: Words = { pages };
