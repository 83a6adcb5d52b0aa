import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../audit/actor.js';
import type { TokenRole } from './roles.js';
import { clientAddress, setLoggedPrincipal } from '../../platform/http/index.js';

/** Who is logged in. `name` is a token's name or a user's e-mail, `id` the token's or the user's. */
export interface Principal {
  readonly kind: 'token' | 'session';
  readonly id: number;
  readonly name: string;
  readonly role: TokenRole;
  /** When the person of a session last typed their password, ISO 8601 UTC. */
  readonly confirmedAt?: string | null;
  /** True for a person who has to change the password first. */
  readonly mustRenewCredentials?: boolean;
  /** True for a person who has to turn the second factor on first. */
  readonly mustEnrol?: boolean;
}

/**
 * Reads one kind of credentials. The guard calls the readers in order, and the first that finds its kind decides. `read` returns
 * `undefined` when the request carries none of its kind, `null` when they are not valid. `isUse` is false for a check that keeps
 * no session alive.
 */
export interface CredentialReader {
  read(request: Request, isUse: boolean): Promise<Principal | null | undefined>;
}

/** Injection token of the list of {@link CredentialReader}s, in the order in which the guard calls them. */
export const CREDENTIAL_READERS = Symbol('CREDENTIAL_READERS');

/** Returns the name of a principal in records: `token:NAME`, or a user's e-mail. */
export function actorName(principal: Principal): string {
  return principal.kind === 'token' ? `token:${principal.name}` : principal.name;
}

/** Returns who sent a request, or null. It queries the database at most once a request, at the first call. */
type Identify = () => Promise<Principal | null>;

const principals = new WeakMap<Request, Principal>();
const identifiers = new WeakMap<Request, Identify>();
const rechecks = new WeakMap<Request, () => Promise<boolean>>();

/** Stores the principal that the guard accepted. */
export function setPrincipal(request: Request, principal: Principal): void {
  principals.set(request, principal);
  setLoggedPrincipal(request, actorName(principal));
}

/** Stores how to find out who sent the request of a public route. Called by the guard. */
export function setIdentify(request: Request, identify: Identify): void {
  identifiers.set(request, identify);
}

/** Stores how to check the credentials of an open request again. Called by the guard. */
export function setRecheck(request: Request, recheck: () => Promise<boolean>): void {
  rechecks.set(request, recheck);
}

/** Returns whether the credentials of a long request still open its route. They are read from the database again. */
export async function isStillAllowed(request: Request): Promise<boolean> {
  return (await rechecks.get(request)?.()) ?? false;
}

/** Returns the principal of a route behind `@Roles`. @throws Error on any other route: use {@link optionalPrincipal} there. */
function principalOf(request: Request): Principal {
  const principal = principals.get(request);
  if (!principal) throw new Error('Only a route behind @Roles always has a principal');
  return principal;
}

/** Returns the principal of a request that the guard has let pass to a route behind `@Roles`; null of every other request. */
export function knownPrincipal(request: Request): Principal | null {
  return principals.get(request) ?? null;
}

/**
 * Returns who sent the request of a public route, or null without valid credentials. Never throws: when the database can't be
 * read, the sender counts as anonymous, so that health checks still respond.
 */
export async function optionalPrincipal(request: Request): Promise<Principal | null> {
  const known = principals.get(request);
  if (known) return known;
  try {
    const principal = (await identifiers.get(request)?.()) ?? null;
    if (principal) setLoggedPrincipal(request, actorName(principal));
    return principal;
  } catch (error) {
    request.log.warn({ err: error }, 'could not check the credentials of a public request');
    return null;
  }
}

/** Hands a handler behind `@Roles` its {@link Principal}. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<Request>()),
);

/** Hands a handler behind `@Roles` its principal as the audit log names them. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const request = context.switchToHttp().getRequest<Request>();
  return { name: actorName(principalOf(request)), address: clientAddress(request) };
});
