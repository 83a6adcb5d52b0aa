import { z } from 'zod';

/** The languages of messages. */
export const LANGUAGES = ['ru', 'en'] as const;

export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** When the digest is sent: not at all, after the nightly run, or at a time of day in the business time zone. */
export const DigestTime = z.union([
  z.enum(['off', 'after_run']),
  z.string().regex(TIME_OF_DAY, 'must be a time of day HH:MM'),
]);
export type DigestTime = z.output<typeof DigestTime>;
