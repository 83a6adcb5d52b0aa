import { Controller, Get, Next, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { UserError } from '../../errors.js';
import { JobQueue } from '../../queue/job-queue.js';
import { PageOrJson } from '../pages/page.js';

/** Bull Board, where the jobs are in Redis. */
@Controller('admin/queues')
@PageOrJson('admin')
@ApiExcludeController()
export class QueuesController {
  private board: Promise<RequestHandler> | undefined;

  constructor(private readonly queue: JobQueue) {}

  @Get(['', '*path'])
  async show(@Req() request: Request, @Res() response: Response, @Next() next: NextFunction): Promise<void> {
    if (!this.queue.shared) {
      throw new UserError('not_found', 'There is no job queue to look into: the jobs of one process live in it', 404);
    }
    await this.queue.ready();
    this.board ??= this.open();
    (await this.board)(request, response, next);
  }

  /** Loaded when first asked for: most servers have no Redis. */
  private async open(): Promise<RequestHandler> {
    const [{ openBoard }, { BullQueue }] = await Promise.all([
      import('./board.js'),
      import('../../queue/bull-queue.js'),
    ]);
    if (!(this.queue instanceof BullQueue)) throw new Error('Only BullMQ shares its jobs');
    return openBoard(this.queue);
  }
}
