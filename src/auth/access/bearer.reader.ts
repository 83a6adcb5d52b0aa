import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Principal, CredentialReader } from './principal.js';
import { ApiTokensService } from '../api-tokens/api-tokens.service.js';

/** Reads an API token from `Authorization: Bearer TOKEN`. */
@Injectable()
export class BearerReader implements CredentialReader {
  constructor(private readonly tokens: ApiTokensService) {}

  async read(request: Request): Promise<Principal | null | undefined> {
    const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(/ +/, 2);
    if (scheme?.toLowerCase() !== 'bearer') return undefined;
    const token = await this.tokens.authenticate(credentials);
    return token && { kind: 'token', id: token.id, name: token.name, role: token.role };
  }
}
