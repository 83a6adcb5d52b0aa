import { createHmac } from 'node:crypto';

/** Marks a secret whose rest is the key in base64, as Standard Webhooks writes secrets. */
const ENCODED_SECRET = 'whsec_';

/** A message as it is signed. `timestamp` is in Unix seconds. */
export interface SignedMessage {
  readonly messageId: string;
  readonly timestamp: string;
  readonly body: string;
}

/**
 * Returns the headers that prove who sent a message: those of Standard Webhooks 1.0 (https://www.standardwebhooks.com), whose
 * libraries verify them, and the older `X-Delivery-*`, which sign with the characters of the secret as they are.
 */
export function signatureHeaders(
  secret: string,
  { messageId, timestamp, body }: SignedMessage,
): Record<string, string> {
  const standard = createHmac('sha256', toKey(secret)).update(`${messageId}.${timestamp}.${body}`).digest('base64');
  const older = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${standard}`,
    'x-delivery-timestamp': timestamp,
    'x-delivery-signature': `sha256=${older}`,
  };
}

function toKey(secret: string): Buffer {
  return secret.startsWith(ENCODED_SECRET)
    ? Buffer.from(secret.slice(ENCODED_SECRET.length), 'base64')
    : Buffer.from(secret);
}
