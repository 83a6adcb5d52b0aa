import { describe, expect, it } from '@jest/globals';
import { errorFromNetwork } from './error-from-network.js';

describe('errorFromNetwork', () => {
  const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
  const coded = (code: string) => Object.assign(new Error('secret'), { code });
  it.each([
    ['ENOTFOUND', 'upstream_unreachable', /does not exist.*ENOTFOUND/],
    ['EAI_AGAIN', 'upstream_unreachable', /name service/],
    ['EHOSTUNREACH', 'upstream_unreachable', /no way/],
    ['UND_ERR_SOCKET', 'upstream_unreachable', /cut the connection/],
    ['UND_ERR_CONNECT_TIMEOUT', 'upstream_timeout', /in time/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'upstream_unreachable', /certificate/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'upstream_unreachable', /encryption/],
    ['HPE_INVALID_CONSTANT', 'upstream_bad_answer', /broken/],
    ['ESOMETHING', 'upstream_unreachable', /ESOMETHING/],
  ])('explains %s', (code, expected, message) => {
    for (const error of [failed(coded(code)), failed(new AggregateError([coded(code)])), coded(code)]) {
      const fault = errorFromNetwork(error);
      expect(fault).toMatchObject({ code: expected, retryable: true, message: expect.stringMatching(message) });
      expect(String(fault)).not.toContain('secret');
    }
  });

  it('returns an error for values that are no network errors', () => {
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    for (const error of [loop, undefined, 'text', null]) {
      expect(errorFromNetwork(error)).toMatchObject({ code: 'upstream_unreachable' });
    }
  });
});
