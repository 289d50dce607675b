import type { WrapperContext } from '../../wrapper.ts';

export class SignedApi {
  readonly #context: WrapperContext;
  #key: Promise<CryptoKey> | null = null;
  #session: string | null = null;

  constructor(context: WrapperContext) {
    this.#context = context;
  }

  /** @returns null for a 404 */
  async get(path: string): Promise<Record<string, unknown> | null> {
    for (let attempt = 1; ; attempt++) {
      this.#session ??= await this.#open();
      const response = await this.#send('GET', path, { 'x-session': this.#session });
      if (response.ok) return response.json();
      const message = await response.text();
      if (response.status === 404) return null;
      const expired = response.status === 401 && message.includes('session_expired');
      if (!expired || attempt === 2)
        throw new Error(`Northwind refused ${path} (status ${response.status}): ${message}`);
      this.#session = null;
    }
  }

  async #open(): Promise<string> {
    const response = await this.#send('POST', '/session', {});
    if (!response.ok)
      throw new Error(`Northwind opened no session (status ${response.status}): ${await response.text()}`);
    const { session }: { session?: unknown } = await response.json();
    if (typeof session !== 'string') throw new Error('Northwind answered without a session.');
    return session;
  }

  async #send(method: 'GET' | 'POST', path: string, headers: Record<string, string>): Promise<Response> {
    const url = this.#urlOf(path);
    const time = Math.floor(Date.now() / 1000).toString();
    const signature = await this.#sign([method, `${url.pathname}${url.search}`, time].join('\n'));
    return this.#context.fetch(url.href, {
      method,
      headers: {
        accept: 'application/json',
        ...headers,
        'x-key-id': String(this.#context.options.key_id),
        'x-time': time,
        'x-signature': signature,
      },
    });
  }

  /** Keeps the query values of the configured URL. */
  #urlOf(path: string): URL {
    const url = new URL(String(this.#context.options.url));
    const [pathname = '', query = ''] = path.split('?');
    url.pathname = `${url.pathname.replace(/\/$/, '')}${pathname}`;
    for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value);
    return url;
  }

  async #sign(text: string): Promise<string> {
    const bytes = new TextEncoder();
    this.#key ??= crypto.subtle.importKey(
      'raw',
      bytes.encode(this.#context.secret('signing_key')),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const signature = await crypto.subtle.sign('HMAC', await this.#key, bytes.encode(text));
    return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}
