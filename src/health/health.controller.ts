import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { Request, Response } from 'express';
import { Public, Roles } from '../auth/access.js';
import { optionalCaller } from '../auth/caller.js';
import { VERSION } from '../version.js';
import { Indicators } from './indicators.js';
import { Metrics } from './metrics.js';

@ApiTags('monitoring')
@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: Indicators,
    private readonly metrics: Metrics,
  ) {}

  @Get('health')
  @Public()
  @ApiOperation({ summary: 'State of every component; values only for callers with a role' })
  async health(@Req() request: Request) {
    const caller = await optionalCaller(request);
    const { indicators } = this;
    const checks = [
      () => indicators.replica(),
      () => indicators.data(),
      () => indicators.upstream(),
      () => indicators.queueing(),
      () => indicators.sync(),
      () => indicators.backup(),
    ];
    if (caller) return { ...(await this.checks.check(checks)), version: VERSION };
    return this.checks.check(checks.map(statesOnly));
  }

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'The process answers' })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ summary: 'The replica is readable and migrated, and jobs are being done' })
  ready() {
    const { indicators } = this;
    return this.checks.check([() => indicators.replica(), () => indicators.consumer()].map(statesOnly));
  }

  @Get('metrics')
  @Roles('monitor')
  @ApiOperation({ summary: 'Prometheus metrics' })
  async scrape(@Res() response: Response): Promise<void> {
    response.set('content-type', this.metrics.contentType).send(await this.metrics.text());
  }
}

/** For anonymous callers: which component is in which state, nothing of what it holds or says. */
function statesOnly(check: () => HealthIndicatorResult | Promise<HealthIndicatorResult>) {
  return async (): Promise<HealthIndicatorResult> =>
    Object.fromEntries(Object.entries(await check()).map(([name, { status }]) => [name, { status }]));
}
