import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiToken } from './api-token.entity.js';
import { AuthGuard } from './auth.guard.js';
import { BearerReader } from './bearer.reader.js';
import { CREDENTIAL_READERS } from './caller.js';
import { TokensService } from './tokens.service.js';
import { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** Users, API tokens and the guard before every route. Needs the configuration and database modules, which are global. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([User, ApiToken])],
  providers: [
    UsersService,
    TokensService,
    BearerReader,
    { provide: CREDENTIAL_READERS, inject: [BearerReader], useFactory: (bearer: BearerReader) => [bearer] },
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [UsersService, TokensService],
})
export class AuthModule {}
