import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from './actor.js';
import type { Role } from './roles.js';

/** Who asks. `name` is a token's name or a user's e-mail, `id` the token's or the user's. */
export interface Caller {
  readonly kind: 'token' | 'session';
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

/**
 * One way to show who one is. The guard asks each reader in turn, and the first that finds credentials of its kind decides.
 * Answers `undefined` when the request carries none of its kind, `null` when they are not good.
 */
export interface CredentialReader {
  read(request: Request): Promise<Caller | null | undefined>;
}

/** Injection token of the list of {@link CredentialReader}s, in the order in which they are asked. */
export const CREDENTIAL_READERS = Symbol('CREDENTIAL_READERS');

/** How a caller is named in records: `token:NAME`, or a user's e-mail. */
export function actorName(caller: Caller): string {
  return caller.kind === 'token' ? `token:${caller.name}` : caller.name;
}

/** Says who sent a request, or null; asks the database at most once a request, and not before somebody wants to know. */
type Identify = () => Promise<Caller | null>;

const callers = new WeakMap<Request, Caller>();
const identifiers = new WeakMap<Request, Identify>();

/** For the guard: puts the caller it let in on the request. */
export function setCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** For the guard: leaves on the request of a public route the way to find out who sent it. */
export function setIdentify(request: Request, identify: Identify): void {
  identifiers.set(request, identify);
}

/** The caller of a route behind `@Roles`. @throws Error on any other route: use {@link optionalCaller} there. */
function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('Only a route behind @Roles has a caller for certain');
  return caller;
}

/**
 * For public routes that tell more to some: who asks, or null without good credentials. Never throws: when the database can't
 * be asked the caller counts as anonymous, so that health still answers.
 */
export async function optionalCaller(request: Request): Promise<Caller | null> {
  const known = callers.get(request);
  if (known) return known;
  try {
    return (await identifiers.get(request)?.()) ?? null;
  } catch (error) {
    request.log.warn({ err: error }, 'could not check the credentials of a public request');
    return null;
  }
}

/** Hands a handler behind `@Roles` its {@link Caller}. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);

/** Hands a handler behind `@Roles` its caller as the audit log names them. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const request = context.switchToHttp().getRequest<Request>();
  return { name: actorName(callerOf(request)), address: request.ip ?? null };
});
