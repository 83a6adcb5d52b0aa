import { expect, it } from '@jest/globals';
import { GuessLimiter } from './guess-limiter.js';

const MINUTE_MS = 60_000;

it('lets twenty of 10,000 guesses of one address through, and others at all times', () => {
  const limiter = new GuessLimiter();
  const now = Date.parse('2026-11-22T06:00:00Z');
  let tried = 0;
  for (let guess = 0; guess < 10_000; guess++) {
    // A guess a millisecond.
    if (limiter.secondsToWait('203.0.113.7', now + guess) > 0) continue;
    tried++;
    limiter.countMiss('203.0.113.7', now + guess);
  }
  expect(tried).toBe(20);
  expect(limiter.secondsToWait('198.51.100.1', now)).toBe(0);
  expect(limiter.secondsToWait('203.0.113.7', now + 15 * MINUTE_MS)).toBe(0);
});
