import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients.service.js';
import { findSimilarNames } from './find-similar-names.js';
import type { UpstreamMatches } from './upstream-matches.dto.js';
import { UpstreamSource } from '../../upstream/index.js';

/** The deadline of the upstream call, because a person waits for the response. */
const UPSTREAM_TIMEOUT_MS = 60_000;

/** Suggests upstream names for a client whose name the upstream does not know. */
@Injectable()
export class UpstreamMatchesService {
  constructor(
    private readonly clients: ClientsService,
    private readonly source: UpstreamSource,
  ) {}

  /** Returns suggestions for one client. @throws UserError 404 for an unknown client. @throws UpstreamError when the upstream fails. */
  async list(clientId: number): Promise<UpstreamMatches> {
    const { id, name, upstreamName } = await this.clients.findOne(clientId);
    const client = { id, name, upstreamName };
    const list = await this.source.listRestaurants({ signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS) });
    if (!list) return { client, known: null, listed: null, items: [] };
    const listed = list.restaurants;
    const clientsByUpstreamName = await this.clients.mapByUpstreamName();
    const items = findSimilarNames(upstreamName, listed)
      .filter((candidate) => candidate.name !== upstreamName)
      .map(({ id: upstreamId, name: candidate, likeness }) => ({
        name: candidate,
        upstreamId,
        likeness,
        takenBy: clientsByUpstreamName.get(candidate) ?? null,
      }));
    return { client, known: listed.some((candidate) => candidate.name === upstreamName), listed: listed.length, items };
  }
}
