import { RequestMethod, SetMetadata, applyDecorators, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { TokenRole } from './roles.js';
import { ApiExtension } from '../../platform/http/index.js';

/** Who may use a route: holders of a role, and of those above it on the ladder, or anybody. */
export type Access = TokenRole | 'public';

const ACCESS = 'access';

/** Opens a handler, or every handler of a controller, to callers with this role or a more powerful one (`mayActAs`). */
export const Roles = (role: TokenRole) => allowAccess(role);

/** Opens a handler, or every handler of a controller, to everybody. */
export const Public = () => allowAccess('public');

const OPEN_BEFORE_RENEWAL = 'open-before-renewal';

/** The code of the error for a person who has to change a generated password first. */
export const RENEWAL_REQUIRED = 'password_change_required';

/** Opens a handler, or every handler of a controller, also to people who have to change their password first. */
export const OpenBeforeRenewal = () => SetMetadata<string, true>(OPEN_BEFORE_RENEWAL, true);

/** Returns whether a route declares {@link OpenBeforeRenewal}. */
export function isOpenBeforeRenewal(reflector: Reflector, handler: object, controller: object): boolean {
  return (
    reflector.getAllAndOverride<true | undefined>(OPEN_BEFORE_RENEWAL, [handler as never, controller as never]) ?? false
  );
}

/** Records who may use a route, for the guard and, as `x-role`, for the OpenAPI document. */
function allowAccess(access: Access) {
  return applyDecorators(SetMetadata<string, Access>(ACCESS, access), ApiExtension('x-role', access));
}

/** Returns the access that a route declares; the handler's declaration overrides its class's. */
export function accessOf(reflector: Reflector, handler: object, controller: object): Access | undefined {
  return reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler as never, controller as never]);
}

/**
 * Checks that every route declares who may use it. Call it before the application listens.
 * @throws Error naming the handlers without {@link Roles} or {@link Public}; each would return 403 to everybody.
 */
export function assertEveryRouteDecided(app: INestApplication): void {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const undecided = app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>;
      return scanner
        .getAllMethodNames(prototype)
        .filter((name) => isRoute(prototype[name]) && !accessOf(reflector, prototype[name] ?? {}, metatype))
        .map((name) => `${metatype.name}.${name}`);
    });
  if (undecided.length > 0) {
    throw new Error(`These routes do not declare who may use them (@Roles or @Public): ${undecided.join(', ')}`);
  }
}

function isRoute(handler: object | undefined): boolean {
  const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
  return method !== undefined;
}
