import { RequestMethod, SetMetadata, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Role } from './roles.js';

/** Who may use a route: holders of a role, and of those above it, or anybody. */
export type Access = Role | 'public';

const ACCESS = 'access';

/** Opens a handler, or every handler of a controller, to callers with this role or a more powerful one. */
export const Roles = (role: Role) => SetMetadata<string, Access>(ACCESS, role);

/** Opens a handler, or every handler of a controller, to everybody. */
export const Public = () => SetMetadata<string, Access>(ACCESS, 'public');

/** What was decided for a route; the handler's own word goes before its class's. */
export function accessOf(reflector: Reflector, handler: object, controller: object): Access | undefined {
  return reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler as never, controller as never]);
}

/**
 * Checks that every route says who may use it. Call it before the application listens.
 * @throws Error naming the handlers without {@link Roles} or {@link Public}; each would answer 403 to everybody.
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
    throw new Error(`These routes do not say who may use them (@Roles or @Public): ${undecided.join(', ')}`);
  }
}

function isRoute(handler: object | undefined): boolean {
  const method = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
  return method !== undefined;
}
