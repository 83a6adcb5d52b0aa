import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { AccountController } from './login/account.controller.js';
import { LoginController } from './login/login.controller.js';
import { PagesModule } from './pages/pages.module.js';

/** The managers' panel under `/admin`. */
@Module({
  imports: [AuthModule, PagesModule],
  controllers: [LoginController, AccountController],
})
export class AdminModule {}
