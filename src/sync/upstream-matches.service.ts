import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { UpstreamSource } from '../upstream/upstream-source.js';
import { likest } from './upstream-matches.js';

/** A person waits for the answer no longer than this. */
const PATIENCE_MS = 60_000;

/** A name that upstream lists and that looks like the client's. */
export interface UpstreamMatch {
  readonly name: string;
  readonly upstreamId: string | null;
  /** From 0 to 1; 1 is the same but for case, accents, spaces and signs. */
  readonly likeness: number;
  /** The client that has this name as its upstream name already. */
  readonly takenBy: { readonly id: number; readonly name: string } | null;
}

/** Suggestions for a person who maps a client; nothing is mapped by itself. */
export interface UpstreamMatches {
  readonly client: { readonly id: number; readonly name: string; readonly upstreamName: string };
  /** Whether upstream lists just this upstream name; null when it can't list. */
  readonly known: boolean | null;
  /** How many names upstream lists; null when it can't list. */
  readonly listed: number | null;
  /** The likest first. */
  readonly items: readonly UpstreamMatch[];
}

/** Looks among the names that upstream lists for those that may be a client's. */
@Injectable()
export class UpstreamMatchesService {
  constructor(
    private readonly clients: ClientsService,
    private readonly source: UpstreamSource,
  ) {}

  /** @throws UserError 404 for an unknown client; UpstreamError when upstream gives no answer. */
  async matches(clientId: number): Promise<UpstreamMatches> {
    const { id, name, upstreamName } = await this.clients.get(clientId);
    const client = { id, name, upstreamName };
    const listed = await this.source.listRestaurants({ signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!listed) return { client, known: null, listed: null, items: [] };
    const takers = await this.clients.byUpstreamName();
    const items = likest(upstreamName, listed)
      .filter((candidate) => candidate.name !== upstreamName)
      .map(({ id: upstreamId, name: candidate, likeness }) => ({
        name: candidate,
        upstreamId,
        likeness,
        takenBy: takers.get(candidate) ?? null,
      }));
    return { client, known: listed.some((candidate) => candidate.name === upstreamName), listed: listed.length, items };
  }
}
