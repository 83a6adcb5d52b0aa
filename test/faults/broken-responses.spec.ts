import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { acceptAnyCertificate } from '../support/any-certificate.js';
import { ATTEMPTS, expectOnlyFaultyFailed, FaultHarness } from '../support/fault-harness.js';
import { DAYS, version } from '../support/fault-rows.js';
import { respondWith, htmlErrorPage, repeat, unfinishedBody, watchClosing } from '../support/upstream-faults.js';
import { json, ScriptedUpstream, type Behaviour } from '../support/scripted-upstream.js';

const GOOD = JSON.stringify({ restaurant_name: 'Faulty', note: 'TOPSECRET', data: version(2, DAYS) });
const JSON_TYPE = { 'content-type': 'application/json' };

describe('an invalid response', () => {
  let harness: FaultHarness;

  beforeAll(async () => {
    harness = await FaultHarness.start();
  });

  beforeEach(() => harness.reset());

  afterAll(() => harness.stop());

  it.each<[string, Behaviour, RegExp]>([
    ['truncated JSON', respondWith(GOOD.slice(0, -40)), /incomplete or broken JSON/],
    ['two answers in one', respondWith(GOOD + GOOD), /incomplete or broken JSON/],
    ['an empty body', respondWith(''), /incomplete or broken JSON/],
    ['HTML with 200', htmlErrorPage(200), /a web page/],
    ['HTML that says it is JSON', htmlErrorPage(200, JSON_TYPE), /incomplete or broken JSON/],
    ['JSON that says it is bytes', respondWith(GOOD, { 'content-type': 'application/octet-stream' }), /not JSON/],
    ['JSON that says nothing', respondWith(GOOD, {}), /not JSON/],
    ['gzip that is none', respondWith(GOOD, { ...JSON_TYPE, 'content-encoding': 'gzip' }), /something broken/],
  ])('retries after %s, then writes nothing of it', async (_, fault, message) => {
    const outcome = await harness.sync(...repeat(ATTEMPTS, fault));
    expectOnlyFaultyFailed(harness, outcome, 'upstream_bad_answer');
    expect(outcome.items.Faulty?.message).toMatch(message);
    await harness.expectRecovery();
  });

  it('rejects an endless web page by its headers, without a wait for the body', async () => {
    const { play, closed } = watchClosing(unfinishedBody({ 'content-type': 'text/html' }));
    const outcome = await harness.sync(...repeat(ATTEMPTS, play));
    expectOnlyFaultyFailed(harness, outcome, 'upstream_bad_answer');
    await closed();
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', version(2, DAYS)],
    ['an error with 200', { error: 'TOPSECRET' }],
    ['days that are no list', { data: Object.fromEntries(DAYS.map((date) => [date, {}])) }],
    ['days in which every field has another name', { data: DAYS.map((date) => ({ stat_date: date, sales: '5.00' })) }],
  ])('rejects %s as a whole', async (_, body) => {
    expectOnlyFaultyFailed(harness, await harness.sync(json(200, body)), 'upstream_bad_answer', 1);
    await harness.expectRecovery();
  });

  it('rejects a response about another restaurant as a whole', async () => {
    const outcome = await harness.sync(json(200, { restaurant_name: 'Healthy', data: version(3, DAYS) }));
    expectOnlyFaultyFailed(harness, outcome, 'wrong_restaurant', 1);
    await harness.expectRecovery();
  });
});

describe('a redirect', () => {
  let harness: FaultHarness;
  let other: ScriptedUpstream;

  beforeEach(async () => {
    other = await ScriptedUpstream.start();
    other.serve('Faulty', version(3, DAYS));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await harness.stop();
    await other.close();
    expect(other.authorizations).toEqual([]);
  });

  const toOther: Behaviour = (request, response) => {
    response.writeHead(302, { location: `${other.url}${request.url}` }).end();
  };

  it('is not followed to another origin, which gets no key', async () => {
    harness = await FaultHarness.start();
    const outcome = await harness.sync(toOther);
    expectOnlyFaultyFailed(harness, outcome, 'upstream_redirected', 1);
    expect(outcome.items.Faulty?.message).toContain('DELIVERY_STATS_API_URL');
    await harness.expectRecovery();
  });

  it('is not followed from https to http', async () => {
    acceptAnyCertificate();
    harness = await FaultHarness.start({ proxy: 'https' });
    expect(harness.url).toMatch(/^https:/);
    expectOnlyFaultyFailed(harness, await harness.sync(toOther), 'upstream_redirected', 1);
    await harness.expectRecovery();
  });
});
