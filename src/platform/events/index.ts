export { DomainEvents, defineEvent } from './domain-events.js';
export { EventsModule } from './events.module.js';
export { WatchedStates } from './watched-states.js';
export type { WatchedState } from './watched-states.js';
