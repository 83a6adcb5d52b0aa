import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiToken } from './api-tokens/api-token.entity.js';
import { AuditModule } from './audit/audit.module.js';
import { Invitation } from './invitations/invitation.entity.js';
import { InvitationRepository } from './invitations/invitation.repository.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { AuthGuard } from './access/auth.guard.js';
import { BearerReader } from './access/bearer.reader.js';
import { CREDENTIAL_READERS, type CredentialReader } from './access/principal.js';
import { LoginAttempts } from './login/login-attempts.entity.js';
import { LoginThrottle } from './login/login-throttle.js';
import { LoginService } from './login/login.service.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { Session } from './sessions/session.entity.js';
import { SessionReader } from './access/session.reader.js';
import { SessionsService } from './sessions/sessions.service.js';
import { ApiTokensController } from './api-tokens/api-tokens.controller.js';
import { ApiTokensService } from './api-tokens/api-tokens.service.js';
import { PASSWORD_HASH_COST } from './users/password-hash-cost.module.js';
import { PasswordHasher, type ScryptCost } from './users/passwords.js';
import { User } from './users/user.entity.js';
import { UsersService } from './users/users.service.js';

/** Users, sessions, API tokens, the audit log and the guard before every route. Needs the configuration and database modules, which are global. */
@Module({
  imports: [
    DiscoveryModule,
    TypeOrmModule.forFeature([User, Session, LoginAttempts, ApiToken, Invitation]),
    AuditModule,
  ],
  controllers: [ApiTokensController],
  providers: [
    {
      provide: PasswordHasher,
      inject: [{ token: PASSWORD_HASH_COST, optional: true }],
      useFactory: (cost?: ScryptCost) => new PasswordHasher(cost),
    },
    UsersService,
    ApiTokensService,
    SessionsService,
    LoginService,
    LoginThrottle,
    SecondFactorService,
    InvitationRepository,
    InvitationsService,
    BearerReader,
    SessionReader,
    {
      provide: CREDENTIAL_READERS,
      inject: [BearerReader, SessionReader],
      useFactory: (...readers: CredentialReader[]) => readers,
    },
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [UsersService, ApiTokensService, SecondFactorService, LoginService, InvitationsService],
})
export class AuthModule {}
