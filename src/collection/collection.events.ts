import type { CollectionDto } from './collection.dto.js';
import { defineEvent } from '../platform/events/index.js';

/** A collection was requested and waits for the worker. */
export const CollectionRequested = defineEvent<{ readonly collectionId: number }>('collection-requested');

/** The stored state of a collection changed. */
export const CollectionChanged = defineEvent<{ readonly collectionId: number }>('collection-changed');

/** This process ended a collection and its follow-up sync. */
export const CollectionEnded = defineEvent<CollectionDto>('collection-ended');
