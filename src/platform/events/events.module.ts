import { Global, Module } from '@nestjs/common';
import { DomainEvents } from './domain-events.js';
import { WatchedStates } from './watched-states.js';

/** Provides the bus of domain events and the registry of watched states to every module. */
@Global()
@Module({ providers: [DomainEvents, WatchedStates], exports: [DomainEvents, WatchedStates] })
export class EventsModule {}
