import type { TestApp } from './create-test-app.js';

/** A response to a browser. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Target of a redirect, or null. */
  readonly location: string | null;
}

/** A browser without script. It keeps cookies, sends forms and its origin, and follows no redirect. */
export class HtmlClient {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly app: TestApp,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<PageResponse> {
    return this.send('GET', path, headers);
  }

  /** Sends a form as a page of the product does. `headers` override the defaults. */
  post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<PageResponse> {
    return this.send('POST', path, { 'sec-fetch-site': 'same-origin', ...headers }, new URLSearchParams(form));
  }

  /** Sends a form with a file, or one too large for the other kind. */
  postMultipart(path: string, form: Record<string, string | Blob>): Promise<PageResponse> {
    const body = new FormData();
    for (const [name, value] of Object.entries(form)) body.set(name, value);
    return this.send('POST', path, { 'sec-fetch-site': 'same-origin' }, body);
  }

  login(email: string, password: string, fields: Record<string, string> = {}): Promise<PageResponse> {
    return this.post('/admin/login', { email, password, ...fields });
  }

  private async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: URLSearchParams | FormData,
  ): Promise<PageResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.app.server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(cookie && { cookie }), ...this.headers, ...headers },
      ...(body && { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Expires=Thu, 01 Jan 1970 00:00:00 GMT')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const { status } = response;
    return {
      status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get('location'),
    };
  }
}
