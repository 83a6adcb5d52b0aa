import { describe, expect, it } from '@jest/globals';
import { selectUpstream, upstreamIdentity } from './select-upstream.js';
import { parseEnvironment } from '../platform/config/index.js';

const { upstream: unset } = parseEnvironment({});
const url = 'https://stats.example.com/api/';
const mysql = {
  host: '::1',
  port: 3306,
  user: 'reader',
  password: 'word',
  database: 'booster',
  tls: false,
  table: 'looker_studio_summary',
  restaurants: 'restaurants',
};

describe('selectUpstream', () => {
  it('prefers MySQL, then the API, then a collector that pushes, then the demo', () => {
    const all = { ...unset, mysql, url, isPushed: true };
    expect(selectUpstream(all)).toEqual({ kind: 'mysql', mysql, collectionUrl: url });
    expect(selectUpstream({ ...all, url: undefined })).toEqual({ kind: 'mysql', mysql, collectionUrl: null });
    expect(selectUpstream({ ...all, mysql: undefined })).toEqual({ kind: 'http', url });
    expect(selectUpstream({ ...unset, isPushed: true })).toEqual({ kind: 'push' });
    expect(selectUpstream(unset)).toEqual({ kind: 'demo' });
  });

  it('names each upstream without its user and password', () => {
    const identities = [{ mysql }, { url }, { isPushed: true }, {}].map((given) =>
      upstreamIdentity({ ...unset, ...given }),
    );
    expect(identities).toEqual(['mysql://[::1]:3306/booster', 'https://stats.example.com/api', 'push', 'demo']);
  });
});
