import { expect, it } from '@jest/globals';
import { defineEvent, DomainEvents } from './domain-events.js';

const Opened = defineEvent<{ readonly door: string }>('opened');
const Closed = defineEvent<{ readonly door: string }>('closed');

it('gives each listener the payload of its kind of event only', () => {
  const events = new DomainEvents();
  const opened: string[] = [];
  events.on(Opened).subscribe(({ door }) => opened.push(door));
  events.publish(Opened, { door: 'front' });
  events.publish(Closed, { door: 'back' });
  expect(opened).toEqual(['front']);
});

it('gives an event to every listener', () => {
  const events = new DomainEvents();
  const heard: string[] = [];
  events.on(Opened).subscribe(() => heard.push('first'));
  events.on(Opened).subscribe(() => heard.push('second'));
  events.publish(Opened, { door: 'front' });
  expect(heard).toEqual(['first', 'second']);
});

it('gives nothing to a listener that unsubscribed', () => {
  const events = new DomainEvents();
  const heard: string[] = [];
  const subscription = events.on(Opened).subscribe(({ door }) => heard.push(door));
  subscription.unsubscribe();
  events.publish(Opened, { door: 'front' });
  expect(heard).toEqual([]);
});

it('keeps kinds apart that have the same name', () => {
  const events = new DomainEvents();
  const heard: string[] = [];
  events.on(defineEvent<{ readonly door: string }>('opened')).subscribe(({ door }) => heard.push(door));
  events.publish(Opened, { door: 'front' });
  expect(heard).toEqual([]);
});
