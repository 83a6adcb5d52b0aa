import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { accessOf, isOpenBeforeRenewal, RENEWAL_REQUIRED } from './access.js';
import {
  CREDENTIAL_READERS,
  setPrincipal,
  setIdentify,
  setRecheck,
  type Principal,
  type CredentialReader,
} from './principal.js';
import { mayActAs } from './roles.js';
import { UserError } from '../../domain/index.js';

/** Guards every route and denies by default: a route that declares no role is closed to everybody. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CREDENTIAL_READERS) private readonly readers: readonly CredentialReader[],
  ) {}

  /** @throws UserError 401 without valid credentials, 403 for a role that is not allowed. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const access = accessOf(this.reflector, context.getHandler(), context.getClass());
    if (!access) throw new UserError('forbidden', 'This route is closed: it declares neither @Roles nor @Public', 403);
    if (access === 'public') {
      let identified: Promise<Principal | null> | undefined;
      setIdentify(request, () => (identified ??= this.identify(request, true)));
      return true;
    }
    const principal = await this.identify(request, true);
    if (!principal) {
      http.getResponse<Response>().setHeader('WWW-Authenticate', 'Bearer');
      throw new UserError('unauthorized', 'Log in, or send a valid token as Authorization: Bearer TOKEN', 401);
    }
    if (!mayActAs(principal.role, access)) {
      throw new UserError('forbidden', `This needs the role ${access}; yours is ${principal.role}`, 403);
    }
    if (
      (principal.mustRenewCredentials || principal.mustEnrol) &&
      !isOpenBeforeRenewal(this.reflector, context.getHandler(), context.getClass())
    ) {
      throw new UserError(
        RENEWAL_REQUIRED,
        'Change the generated password, or turn the second factor on, at /admin/account first',
        403,
      );
    }
    setPrincipal(request, principal);
    setRecheck(request, async () => {
      const current = await this.identify(request, false);
      return current !== null && mayActAs(current.role, access);
    });
    return true;
  }

  private async identify(request: Request, isUse: boolean): Promise<Principal | null> {
    for (const reader of this.readers) {
      const principal = await reader.read(request, isUse);
      if (principal !== undefined) return principal;
    }
    return null;
  }
}
