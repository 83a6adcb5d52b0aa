import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IngestController } from './ingest.controller.js';
import { PushCommitService } from './push-commit.service.js';
import { PushMark } from './push-mark.entity.js';
import { PushReceipt } from './push-receipt.entity.js';
import { PushService } from './push.service.js';
import { ReceiptsService } from './receipts.service.js';
import { UnknownRestaurant } from './unknown-restaurant.entity.js';
import { UnknownRestaurantsService } from './unknown-restaurants.service.js';
import { AuthModule } from '../auth/index.js';
import { StatsModule } from '../stats/index.js';
import { RunsModule } from '../sync/index.js';

/** Numbers that collectors push. */
@Module({
  imports: [TypeOrmModule.forFeature([PushReceipt, PushMark, UnknownRestaurant]), AuthModule, StatsModule, RunsModule],
  controllers: [IngestController],
  providers: [PushService, PushCommitService, ReceiptsService, UnknownRestaurantsService],
  exports: [PushService, ReceiptsService, UnknownRestaurantsService],
})
export class IngestModule {}
