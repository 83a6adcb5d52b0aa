import { defineEvent } from '../platform/events/index.js';

/** This process ended sessions or revoked a token. Open streams check their credentials again. */
export const CredentialsRevoked = defineEvent<object>('credentials-revoked');
