import { pages } from './pages.js';

/** Every English word of the panel, a file a part; {@link ../ru/index.ts} has the same keys, or the build fails. */
export const en = { pages };
