export { OpenBeforeRenewal, Public, RENEWAL_REQUIRED, Roles, assertEveryRouteDecided } from './access/access.js';
export { assertPasswordConfirmed, CONFIRMATION_REQUIRED } from './access/confirmation.js';
export {
  CurrentActor,
  CurrentPrincipal,
  isStillAllowed,
  knownPrincipal,
  optionalPrincipal,
} from './access/principal.js';
export type { Principal } from './access/principal.js';
export { ROLES, TOKEN_ROLES, mayActAs } from './access/roles.js';
export type { Role, TokenRole } from './access/roles.js';
export { assertSameOrigin, CROSS_SITE } from './access/same-origin.js';
export { ApiTokensService } from './api-tokens/api-tokens.service.js';
export type { TokenInfo } from './api-tokens/api-tokens.service.js';
export { CLI, SYSTEM } from './audit/actor.js';
export type { Actor } from './audit/actor.js';
export { AUDIT_ACTIONS, AUDIT_TARGETS, AuditEvent } from './audit/audit-event.entity.js';
export { AuditLogService } from './audit/audit-log.service.js';
export { CredentialsRevoked } from './auth.events.js';
export { AuthModule } from './auth.module.js';
export { LoginService } from './login/login.service.js';
export type { SessionInfo } from './sessions/sessions.service.js';
export { InvitationsService } from './invitations/invitations.service.js';
export type { LoginFailure } from './login/login.service.js';
export { randomText } from './random-text.js';
export { clearSessionCookie, sessionIdOf, setSessionCookie } from './sessions/session-cookie.js';
export { SecondFactorService } from './second-factor/second-factor.service.js';
export type { Enrolment } from './second-factor/second-factor.service.js';
export { assertMayManageClients, assertUserExists, CLIENT_MANAGER_ROLES } from './users/assert-user-exists.js';
export { PasswordHashCostModule } from './users/password-hash-cost.module.js';
export { generatePassword } from './users/passwords.js';
export type { ScryptCost } from './users/passwords.js';
export { User } from './users/user.entity.js';
export { UsersService } from './users/users.service.js';
export type { FirstAdmin, UserInfo } from './users/users.service.js';
