import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiToken } from './api-token.entity.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditLog } from './audit-log.js';
import { AuthGuard } from './auth.guard.js';
import { BearerReader } from './bearer.reader.js';
import { CREDENTIAL_READERS, type CredentialReader } from './caller.js';
import { LoginAttempts } from './login-attempts.entity.js';
import { LoginThrottle } from './login-throttle.js';
import { LoginService } from './login.service.js';
import { Session } from './session.entity.js';
import { SessionReader } from './session.reader.js';
import { SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';
import { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** Users, sessions, API tokens, the audit log and the guard before every route. Needs the configuration and database modules, which are global. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([User, Session, LoginAttempts, ApiToken, AuditEntry])],
  providers: [
    UsersService,
    TokensService,
    SessionsService,
    LoginService,
    LoginThrottle,
    AuditLog,
    BearerReader,
    SessionReader,
    {
      provide: CREDENTIAL_READERS,
      inject: [BearerReader, SessionReader],
      useFactory: (...readers: CredentialReader[]) => readers,
    },
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [UsersService, TokensService, SessionsService, LoginService, LoginThrottle, AuditLog],
})
export class AuthModule {}
