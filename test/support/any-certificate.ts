import { jest } from '@jest/globals';
import tls from 'node:tls';

/** Makes this process accept any certificate until mocks are restored. Node reads NODE_EXTRA_CA_CERTS at process start, which is too early. */
export function acceptAnyCertificate(): void {
  const connect = tls.connect.bind(tls) as (options: tls.ConnectionOptions) => tls.TLSSocket;
  const accepting = (options: tls.ConnectionOptions) => connect({ ...options, rejectUnauthorized: false });
  jest.spyOn(tls, 'connect').mockImplementation(accepting as typeof tls.connect);
}
