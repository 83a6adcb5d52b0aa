/** The roles of people, from the most to the least powerful: a role may do whatever those after it may. */
export const ROLES = ['admin', 'manager', 'monitor'] as const;
export type Role = (typeof ROLES)[number];

/**
 * The roles of API tokens. A collector pushes numbers and reads its own receipts. It stands beside the ladder: it may do nothing
 * else, and no other role may do that.
 */
export const TOKEN_ROLES = [...ROLES, 'collector'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** Returns whether the role `held` includes the role `needed`. */
export function mayActAs(held: TokenRole, needed: TokenRole): boolean {
  if (held === 'collector' || needed === 'collector') return held === needed;
  return ROLES.indexOf(held) <= ROLES.indexOf(needed);
}
