import type { TestServer } from './test-server.js';

/** An answer to a browser. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it leads. */
  readonly location: string | null;
}

/** Somebody's browser without script: keeps cookies, sends forms, names its own origin, follows nothing by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly app: TestServer,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.send('GET', path, headers);
  }

  /** Sends a form as a page of ours does, unless `headers` say otherwise. */
  post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.send('POST', path, { 'sec-fetch-site': 'same-origin', ...headers }, new URLSearchParams(form));
  }

  login(email: string, password: string, fields: Record<string, string> = {}): Promise<PageAnswer> {
    return this.post('/admin/login', { email, password, ...fields });
  }

  private async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: URLSearchParams,
  ): Promise<PageAnswer> {
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
