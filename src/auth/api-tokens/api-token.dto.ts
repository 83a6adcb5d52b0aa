import { z } from 'zod';
import { TOKEN_ROLES } from '../access/roles.js';
import { CountSchema, IdNumber, InstantSchema } from '../../platform/http/index.js';

/** A token without its secret. Instants are ISO 8601 UTC. */
const ApiTokenDto = z
  .object({
    id: IdNumber,
    name: z.string().describe('What the token is for.'),
    role: z.enum(TOKEN_ROLES).describe('What the token may do.'),
    expiresAt: InstantSchema.nullable().describe('Null for a token that does not expire.'),
    revokedAt: InstantSchema.nullable().describe('Null for a token that is not revoked.'),
    createdAt: InstantSchema,
  })
  .meta({ id: 'ApiToken', description: 'An API token without its secret.' });

/** All tokens, oldest first. */
export const ApiTokenList = z
  .object({ items: z.array(ApiTokenDto), total: CountSchema })
  .meta({ id: 'ApiTokenList', description: 'All API tokens, oldest first.' });

/** A token that was made. */
export const MadeToken = z
  .object({ id: IdNumber, token: z.string().describe('The secret. No other response holds it.') })
  .meta({ id: 'MadeToken', description: 'A token that was made.' });

/** A token that was revoked. */
export const RevokedToken = z
  .object({ id: IdNumber, revoked: z.literal(true).describe('The token is revoked for good.') })
  .meta({ id: 'RevokedToken', description: 'A token that was revoked.' });
