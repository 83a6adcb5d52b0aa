import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller, CredentialReader } from './caller.js';
import { assertSameOrigin } from './same-origin.js';
import { sessionIdOf } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';

/** Reads the panel's session cookie. */
@Injectable()
export class SessionReader implements CredentialReader {
  constructor(private readonly sessions: SessionsService) {}

  /** @throws UserError 403 for a request of another site's page that would change something. */
  async read(request: Request): Promise<Caller | null | undefined> {
    const id = sessionIdOf(request);
    if (id === undefined) return undefined;
    assertSameOrigin(request);
    const user = await this.sessions.authenticate(id);
    return user && { kind: 'session', id: user.id, name: user.email, role: user.role };
  }
}
