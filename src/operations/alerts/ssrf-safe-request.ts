import { lookup as lookUp } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';
import { OperationalError } from '../../domain/index.js';
import { createOutboundAgent, isProxied } from '../../platform/http/index.js';

/** A call to an address that an operator set. */
export interface OutboundRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Allows addresses that are not on the public internet. */
  readonly allowPrivate: boolean;
  /** Aborts the whole call. */
  readonly signal: AbortSignal;
}

/**
 * Calls an address that an operator set. Follows no redirect and does not read the response body.
 * @throws OperationalError `private_address` at connect time, `status_NNN` for a response other than 2xx, `unreachable` for the
 * rest. It names neither address nor headers, because both can hold secrets.
 */
export function ssrfSafeRequest({
  url,
  method,
  headers = {},
  body,
  allowPrivate,
  signal,
}: OutboundRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A socket to a literal address does no lookup, so the address is checked here.
    if (!allowPrivate && isIP(host) && !isPublicAddress(host)) {
      reject(privateAddressError());
      return;
    }
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    // A proxy resolves the name itself, and the only name that is resolved here is its own.
    const lookup = allowPrivate || isProxied(url) ? {} : { lookup: publicOnly };
    const agent = createOutboundAgent(url);
    const request = send(url, { method, agent, headers, signal, ...lookup }, ({ statusCode = 0 }) => {
      request.destroy();
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new OperationalError(`status_${statusCode}`, `The receiver responded with status ${statusCode}.`));
    });
    request.on('error', (error) => {
      reject(error instanceof OperationalError ? error : new OperationalError('unreachable', describeFailure(error)));
    });
    request.end(body);
  });
}

/** Resolves a name to public addresses only. The socket connects to the addresses checked here, so DNS rebinding has no effect. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, '');
      return;
    }
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) callback(privateAddressError(), '');
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function privateAddressError(): OperationalError {
  return new OperationalError(
    'private_address',
    'The receiver is at a private address; set ALERT_ALLOW_PRIVATE=true if it is meant to be.',
  );
}

function describeFailure(error: NodeJS.ErrnoException): string {
  return `The receiver could not be reached (${error.code ?? error.name}).`;
}
