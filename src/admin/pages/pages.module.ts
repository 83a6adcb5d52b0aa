import { Module } from '@nestjs/common';
import { Pages } from './pages.js';

/** What every module with pages imports. */
@Module({ providers: [Pages], exports: [Pages] })
export class PagesModule {}
