import type { en } from './en.js';

export type WordKey = keyof typeof en;

/** The words of a report in one language: ICU messages by key. */
export type Words = Readonly<Record<WordKey, string>>;
