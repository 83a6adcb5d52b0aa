/** From the most to the least powerful: a role may do whatever those after it may. */
export const ROLES = ['admin', 'manager', 'monitor'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a caller with role `held` may use what asks for `needed`. */
export function mayActAs(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) <= ROLES.indexOf(needed);
}
