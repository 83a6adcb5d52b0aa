import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { acceptAnyCertificate } from '../support/any-certificate.js';
import { ATTEMPTS, expectOnlyFaultyFailed, FaultBench } from '../support/fault-bench.js';
import { DAYS, version } from '../support/fault-rows.js';
import { body, page, times, unfinished, watched } from '../support/misbehaviour.js';
import { json, ScriptedUpstream, type Behaviour } from '../support/scripted-upstream.js';

const GOOD = JSON.stringify({ restaurant_name: 'Faulty', note: 'TOPSECRET', data: version(2, DAYS) });
const JSON_TYPE = { 'content-type': 'application/json' };

describe('an answer that is not what it should be', () => {
  let bench: FaultBench;

  beforeEach(async () => {
    bench = await FaultBench.start();
  });

  afterEach(() => bench.stop());

  it.each<[string, Behaviour, RegExp]>([
    ['truncated JSON', body(GOOD.slice(0, -40)), /incomplete or broken JSON/],
    ['two answers in one', body(GOOD + GOOD), /incomplete or broken JSON/],
    ['an empty body', body(''), /incomplete or broken JSON/],
    ['HTML with 200', page(200), /a web page/],
    ['HTML that says it is JSON', page(200, JSON_TYPE), /incomplete or broken JSON/],
    ['JSON that says it is bytes', body(GOOD, { 'content-type': 'application/octet-stream' }), /not JSON/],
    ['JSON that says nothing', body(GOOD, {}), /not JSON/],
    ['gzip that is none', body(GOOD, { ...JSON_TYPE, 'content-encoding': 'gzip' }), /something broken/],
  ])('%s is asked for again, then nothing of it is written', async (_, fault, message) => {
    const outcome = await bench.sync(...times(ATTEMPTS, fault));
    expectOnlyFaultyFailed(bench, outcome, 'upstream_bad_answer');
    expect(outcome.items.Faulty?.message).toMatch(message);
    await bench.heals();
  });

  it('is refused by its headers where they suffice: a web page without end is not waited for', async () => {
    const { play, closed } = watched(unfinished({ 'content-type': 'text/html' }));
    const outcome = await bench.sync(...times(ATTEMPTS, play));
    expectOnlyFaultyFailed(bench, outcome, 'upstream_bad_answer');
    await closed();
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', version(2, DAYS)],
    ['an error with 200', { error: 'TOPSECRET' }],
    ['days that are no list', { data: Object.fromEntries(DAYS.map((date) => [date, {}])) }],
    ['days in which every field has another name', { data: DAYS.map((date) => ({ stat_date: date, sales: '5.00' })) }],
  ])('%s is refused as a whole', async (_, answer) => {
    expectOnlyFaultyFailed(bench, await bench.sync(json(200, answer)), 'upstream_bad_answer', 1);
    await bench.heals();
  });

  it('an answer about another restaurant is refused as a whole', async () => {
    const outcome = await bench.sync(json(200, { restaurant_name: 'Healthy', data: version(3, DAYS) }));
    expectOnlyFaultyFailed(bench, outcome, 'wrong_restaurant', 1);
    await bench.heals();
  });
});

describe('a redirect', () => {
  let bench: FaultBench;
  let other: ScriptedUpstream;

  beforeEach(async () => {
    other = await ScriptedUpstream.start();
    other.serve('Faulty', version(3, DAYS));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await bench.stop();
    await other.close();
    expect(other.authorizations).toEqual([]);
  });

  const toOther: Behaviour = (request, response) => {
    response.writeHead(302, { location: `${other.url}${request.url}` }).end();
  };

  it('to another origin is not followed, and the key is not sent there', async () => {
    bench = await FaultBench.start();
    const outcome = await bench.sync(toOther);
    expectOnlyFaultyFailed(bench, outcome, 'upstream_redirected', 1);
    expect(outcome.items.Faulty?.message).toContain('DELIVERY_STATS_API_URL');
    await bench.heals();
  });

  it('from https to http is not followed', async () => {
    acceptAnyCertificate();
    bench = await FaultBench.start({ front: 'https' });
    expect(bench.url).toMatch(/^https:/);
    expectOnlyFaultyFailed(bench, await bench.sync(toOther), 'upstream_redirected', 1);
    await bench.heals();
  });
});
