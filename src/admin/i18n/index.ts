export { digestTextsIn } from './digest-texts.js';
export type { DigestTexts } from './digest-texts.js';
