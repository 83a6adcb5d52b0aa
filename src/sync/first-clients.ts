import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { ClientsService } from '../clients/clients.service.js';
import { LOGGER } from '../http/logger.js';
import { UpstreamError, UpstreamSource } from '../upstream/upstream-source.js';

/** On the first start of all: takes the restaurants over that upstream lists, if it can list them. */
@Injectable()
export class FirstClients {
  constructor(
    private readonly clients: ClientsService,
    private readonly source: UpstreamSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Does nothing once there is any client. Answers why upstream could not be asked; null when it could. */
  async take(signal: AbortSignal): Promise<UpstreamError | null> {
    if (await this.clients.any()) return null;
    const listed = await this.list(signal);
    if (listed instanceof UpstreamError) return listed;
    if (listed === null || listed.length === 0) return null;
    const added = await this.clients.addListed(listed);
    this.logger.info({ clients: added }, 'took over the restaurants that upstream lists');
    return null;
  }

  private async list(signal: AbortSignal) {
    try {
      return await this.source.listRestaurants({ signal });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      this.logger.warn({ code: error.code }, `upstream could not be asked for its restaurants: ${error.message}`);
      return error;
    }
  }
}
