/** A name on Telegram: 5 to 32 letters, digits and underscores, a letter first. */
const TELEGRAM_NAME = /^[A-Za-z]\w{4,31}$/;

/**
 * Returns a phone number as the digits that are dialled from any country, without plus; null for a text that is no such number. A
 * number that starts with 0 is Indonesian.
 */
function toInternationalDigits(text: string): string | null {
  const compact = text.trim().replace(/[\s().\u2010-\u2015-]/g, '');
  const [, digits = null] = /^(?:\+|00)([1-9]\d{7,14})$/.exec(compact) ?? [];
  if (digits !== null) return digits;
  if (/^0[1-9]\d{6,11}$/.test(compact)) return `62${compact.slice(1)}`;
  return /^62[1-9]\d{6,11}$/.test(compact) ? compact : null;
}

/** Returns the address that calls a phone number; null for a text that is no number. */
export function phoneAddress(text: string): string | null {
  const digits = toInternationalDigits(text);
  return digits === null ? null : `tel:+${digits}`;
}

/** Returns the address of a phone number's chat on WhatsApp; null for a text that is no number. */
export function whatsappAddress(text: string): string | null {
  const digits = toInternationalDigits(text);
  return digits === null ? null : `https://wa.me/${digits}`;
}

/** Returns the address of a chat on Telegram, for a name with or without `@`, a `t.me` link or a phone number; null for another text. */
export function telegramAddress(text: string): string | null {
  const name = text.trim().replace(/^(?:(?:https?:\/\/)?(?:t|telegram)\.me\/|@)/i, '');
  if (TELEGRAM_NAME.test(name)) return `https://t.me/${name}`;
  const digits = toInternationalDigits(text);
  return digits === null ? null : `https://t.me/+${digits}`;
}
