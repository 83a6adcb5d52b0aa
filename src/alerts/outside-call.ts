import { lookup as resolve } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { OperationalError } from '../errors.js';

export interface OutsideCall {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Also to addresses that are not on the public internet. */
  readonly allowPrivate: boolean;
  /** The whole call ends with it. */
  readonly signal: AbortSignal;
}

/**
 * Calls an address that an operator chose, without following redirects or reading the answer's body.
 * @throws OperationalError that names neither address nor headers, which can hold secrets: `private_address` at connect time,
 * `status_NNN` for an answer other than 2xx, `unreachable` for the rest.
 */
export function callOutside({ url, method, headers = {}, body, allowPrivate, signal }: OutsideCall): Promise<void> {
  return new Promise((done, fail) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // A socket to a literal address looks nothing up.
    if (!allowPrivate && isIP(host) && !isPublic(host)) {
      fail(privateAddress());
      return;
    }
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const lookup = allowPrivate ? {} : { lookup: publicOnly };
    const request = send(url, { method, agent: false, headers, signal, ...lookup }, ({ statusCode = 0 }) => {
      request.destroy();
      if (statusCode >= 200 && statusCode < 300) done();
      else fail(new OperationalError(`status_${statusCode}`, `The receiver answered with status ${statusCode}.`));
    });
    request.on('error', (error) => {
      fail(error instanceof OperationalError ? error : new OperationalError('unreachable', reasonOf(error)));
    });
    request.end(body);
  });
}

/** The socket connects to the very addresses that are judged here, so a name that changes its mind in between gains nothing. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses;
    if (error) callback(error, '');
    else if (!first || !addresses.every(({ address }) => isPublic(address))) callback(privateAddress(), '');
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** Default deny: loopback, private, link-local, carrier, multicast, translated and reserved ranges are all something else. */
function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

function privateAddress(): OperationalError {
  return new OperationalError(
    'private_address',
    'The receiver is at a private address; set ALERT_ALLOW_PRIVATE=true if it is meant to be.',
  );
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return `The receiver could not be reached (${error.code ?? error.name}).`;
}
