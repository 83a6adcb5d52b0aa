import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from './public-address.js';

describe('public addresses', () => {
  it.each(['1.1.1.1', '8.8.8.8', '198.17.255.255', '198.20.0.1', '168.63.129.17', '2606:4700::1111', '2a00:1450::1'])(
    'include %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1'],
    ...['198.18.0.1', '198.19.255.255', '168.63.129.16', '192.0.0.8', '203.0.113.7', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::7f00:1', '::10.0.0.1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:8.8.8.8'],
    ...[
      '64:ff9b::a00:1',
      '64:ff9b:1::a00:1',
      '100::1',
      '2001::1',
      '2001:2::1',
      '2001:db8::1',
      '2002:a00:1::',
      '3fff::1',
    ],
    ...[
      'fc00::1',
      'fd00::1',
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      '2606:4700::1111%1',
      'not an address',
      '',
    ],
  ])('do not include %s', (address) => expect(isPublicAddress(address)).toBe(false));
});
