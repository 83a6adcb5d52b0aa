import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Roles } from '../auth/access.js';
import { LiveFeed } from './live-feed.js';

/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;

@ApiTags('events')
@Controller('api/v1/events')
@Roles('manager')
export class EventsController {
  constructor(private readonly feed: LiveFeed) {}

  @Get()
  @ApiOperation({ summary: 'Server-sent events: progress, run, collection, replica-updated' })
  @ApiProduces('text/event-stream')
  events(@Res() response: Response): void {
    response.set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.write('retry: 2000\n\n');
    const heartbeat = setInterval(() => response.write(': heartbeat\n\n'), HEARTBEAT_MS);
    const subscription = this.feed.stream().subscribe({
      next: ({ event, data }) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      complete: () => response.end(),
    });
    response.on('close', () => {
      clearInterval(heartbeat);
      subscription.unsubscribe();
    });
  }
}
