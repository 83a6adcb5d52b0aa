import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { UserError } from '../errors.js';
import { accessOf } from './access.js';
import { CREDENTIAL_READERS, setCaller, setIdentify, type Caller, type CredentialReader } from './caller.js';
import { mayActAs } from './roles.js';

/** Stands before every route and denies first: a route that does not say who may use it is closed to everybody. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CREDENTIAL_READERS) private readonly readers: readonly CredentialReader[],
  ) {}

  /** @throws UserError 401 without good credentials, 403 for a role that may not. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const access = accessOf(this.reflector, context.getHandler(), context.getClass());
    if (!access) throw new UserError('forbidden', 'This route is closed: it does not say who may use it', 403);
    if (access === 'public') {
      let asked: Promise<Caller | null> | undefined;
      setIdentify(request, () => (asked ??= this.identify(request)));
      return true;
    }
    const caller = await this.identify(request);
    if (!caller) {
      http.getResponse<Response>().setHeader('WWW-Authenticate', 'Bearer');
      throw new UserError('unauthorized', 'Log in, or send a valid token as Authorization: Bearer TOKEN', 401);
    }
    if (!mayActAs(caller.role, access)) {
      throw new UserError('forbidden', `This needs the role ${access}; yours is ${caller.role}`, 403);
    }
    setCaller(request, caller);
    return true;
  }

  private async identify(request: Request): Promise<Caller | null> {
    for (const reader of this.readers) {
      const caller = await reader.read(request);
      if (caller !== undefined) return caller;
    }
    return null;
  }
}
