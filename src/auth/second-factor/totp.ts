import { createHash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { randomText } from '../random-text.js';

const STEP_S = 30;
/** How many steps the clock of a phone may be early or late. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Ten of these 30 characters are 49 bits, which the login throttle makes plenty. */
const RECOVERY_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ234567';
const RECOVERY_LENGTH = 10;

/** Returns a new secret in Base32, as people type it into an app. */
export function createTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** Returns the address that an authenticator app reads from a QR code. */
export function totpUri(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/**
 * Returns the time step of a code, which grows every 30 s; null for a wrong code. Source: RFC 6238.
 * @param lastStep the step of the code that was accepted last. A code is accepted once, so a step has to be later.
 */
export function findTotpStep(secret: string, code: string, { now, lastStep }: { now: Date; lastStep: number }) {
  const delta = totpOf(secret).validate({ token: code.replace(/\s/g, ''), timestamp: now.getTime(), window: WINDOW });
  if (delta === null) return null;
  const step = Math.floor(now.getTime() / 1000 / STEP_S) + delta;
  return step > lastStep ? step : null;
}

/** Returns new recovery codes, as `ABCDE-FGHJK`. */
export function createRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = randomText(RECOVERY_ALPHABET, RECOVERY_LENGTH);
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

/** Returns the hash of a recovery code, however it is typed. The code is random, so it needs no slow hash. */
export function hashRecoveryCode(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z\d]/g, ''))
    .digest('hex');
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Delivery Stats', label, secret: Secret.fromBase32(secret), period: STEP_S });
}
