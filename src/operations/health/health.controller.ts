import { Controller, Get, Req, Res } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { Request, Response } from 'express';
import { HealthIndicators } from './health-indicators.js';
import { HealthReport, LiveReport } from './health.dto.js';
import { PrometheusMetrics } from './prometheus-metrics.js';
import { Public, Roles, optionalPrincipal } from '../../auth/index.js';
import { VERSION } from '../../platform/config/index.js';
import { AlsoReturns, ApiOperation, ApiTags, Returns, ReturnsText } from '../../platform/http/index.js';

@ApiTags('monitoring')
@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicators,
    private readonly metrics: PrometheusMetrics,
  ) {}

  @Get('health')
  @Public()
  @ApiOperation({ summary: 'State of every component; values only for callers with a role' })
  @Returns(HealthReport, { description: 'Every component is up or degraded' })
  @AlsoReturns(HealthReport, 503, 'A component is down')
  async report(@Req() request: Request) {
    const principal = await optionalPrincipal(request);
    const { indicators } = this;
    const checks = [
      () => indicators.replica(),
      () => indicators.data(),
      () => indicators.upstream(),
      () => indicators.jobQueue(),
      () => indicators.sync(),
      () => indicators.backup(),
    ];
    if (principal) return { ...(await this.checks.check(checks)), version: VERSION };
    return this.checks.check(checks.map(statesOnly));
  }

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'The process responds' })
  @Returns(LiveReport)
  live() {
    return { status: 'ok' as const };
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ summary: 'The replica is readable and migrated, and jobs are being done' })
  @Returns(HealthReport, { description: 'The process may get requests' })
  @AlsoReturns(HealthReport, 503, 'The process should get no requests')
  ready() {
    const { indicators } = this;
    return this.checks.check([() => indicators.replica(), () => indicators.consumer()].map(statesOnly));
  }

  @Get('metrics')
  @Roles('monitor')
  @ApiOperation({ summary: 'Prometheus metrics' })
  @ReturnsText('text/plain', 'The metrics in the text format of Prometheus')
  async scrape(@Res() response: Response): Promise<void> {
    response.set('content-type', this.metrics.contentType).send(await this.metrics.text());
  }
}

/** Returns the check for anonymous callers: it reports the state of the component and none of its values. */
function statesOnly(check: () => HealthIndicatorResult | Promise<HealthIndicatorResult>) {
  return async (): Promise<HealthIndicatorResult> =>
    Object.fromEntries(Object.entries(await check()).map(([name, { status }]) => [name, { status }]));
}
