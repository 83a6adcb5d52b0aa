import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EventStreamService } from './event-stream.service.js';
import { CredentialsRevoked, isStillAllowed, Roles } from '../../auth/index.js';
import { ApiOperation, ApiTags, ReturnsText } from '../../platform/http/index.js';
import { DomainEvents } from '../../platform/events/index.js';

/** Keeps proxies from closing a quiet stream, and is the longest time that a stream outlives its credentials. */
const HEARTBEAT_MS = 15_000;

@ApiTags('events')
@Controller('api/v1/events')
@Roles('manager')
export class EventsController {
  constructor(
    private readonly eventStream: EventStreamService,
    private readonly domainEvents: DomainEvents,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Server-sent events: progress, run, collection, replica-updated',
    description:
      'The stream begins with what is active and ends with the credentials. A line that begins with a colon is a heartbeat, every 15 seconds. Events have no ids: after a lost connection the stream begins with what is active then, so read `GET /api/v1/sync/runs/{id}` to learn whether a run has ended meanwhile.',
  })
  @ReturnsText('text/event-stream', 'The stream: each event has a name and JSON data')
  stream(@Req() request: Request, @Res() response: Response): void {
    response.set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.write('retry: 2000\n\n');
    const endWhenRevoked = () => void this.endWhenRevoked(request, response);
    const heartbeat = setInterval(() => {
      response.write(': heartbeat\n\n');
      endWhenRevoked();
    }, HEARTBEAT_MS);
    const subscription = this.eventStream.stream().subscribe({
      next: ({ event, data }) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      complete: () => response.end(),
    });
    subscription.add(this.domainEvents.on(CredentialsRevoked).subscribe(endWhenRevoked));
    response.on('close', () => {
      clearInterval(heartbeat);
      subscription.unsubscribe();
    });
  }

  /** Ends a stream whose session or token does not open it any more. While the database cannot say, the stream goes on. */
  private async endWhenRevoked(request: Request, response: Response): Promise<void> {
    try {
      if (!(await isStillAllowed(request))) response.end();
    } catch (error) {
      request.log.warn({ err: error }, 'could not check the credentials of an event stream');
    }
  }
}
