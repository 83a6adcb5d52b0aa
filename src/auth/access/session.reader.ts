import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Principal, CredentialReader } from './principal.js';
import { assertSameOrigin } from './same-origin.js';
import { sessionIdOf } from '../sessions/session-cookie.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { CONFIG, type Config } from '../../platform/config/index.js';

/** Reads the panel's session cookie. */
@Injectable()
export class SessionReader implements CredentialReader {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'adminSecondFactor'>,
  ) {}

  /** @throws UserError 403 for a request of another site's page that would change something. */
  async read(request: Request, isUse: boolean): Promise<Principal | null | undefined> {
    const id = sessionIdOf(request);
    if (id === undefined) return undefined;
    assertSameOrigin(request);
    const found = await this.sessions.authenticate(id, isUse);
    if (!found) return null;
    const { user, session } = found;
    const { confirmedAt } = session;
    const mustRenewCredentials = user.mustRenewCredentials === 1;
    const mustEnrol =
      this.config.adminSecondFactor === 'required' && user.role === 'admin' && user.totpEnabledAt === null;
    return {
      kind: 'session',
      id: user.id,
      name: user.email,
      role: user.role,
      confirmedAt,
      mustRenewCredentials,
      mustEnrol,
    };
  }
}
