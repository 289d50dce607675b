import { SyncHarness } from './sync-harness.ts';
import { addAdmin, ORIGIN, postForm, signIn, visit } from './tenant.ts';

/** A signed-in browser on the pages of a tenant. */
export class BrowserSession {
  readonly slug: string;
  readonly #cookie: string;

  constructor(slug: string, cookie: string) {
    this.slug = slug;
    this.#cookie = cookie;
  }

  /** @param path below the tenant @param part true to ask for a fragment, as htmx does */
  async open(path: string, part = false): Promise<{ status: number; text: string; headers: Headers }> {
    const htmx = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
    const headers = { Cookie: this.#cookie, ...(part && htmx) };
    const response = await visit(`/${this.slug}${path}`, { headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  /** Posts an encoded form, in which a field may come more than once. */
  sendEncoded(path: string, body: string): Promise<Response> {
    const headers = { Cookie: this.#cookie, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' };
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return visit(`/${this.slug}${path}`, { method: 'POST', body, headers: { ...headers, ...type } });
  }

  send(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    return postForm(`/${this.slug}${path}`, fields, { Cookie: this.#cookie, ...headers });
  }
}

/** A tenant with a data source, an admin and a viewer, both signed in. */
export async function openWebHarness() {
  const harness = await SyncHarness.open();
  const { slug } = harness.store.tenant;
  await addAdmin(harness.store, 'ada@acme.example', 'admin');
  await addAdmin(harness.store, 'vic@acme.example', 'viewer');
  const admin = new BrowserSession(slug, await signIn(slug, 'ada@acme.example'));
  const viewer = new BrowserSession(slug, await signIn(slug, 'vic@acme.example'));
  return { harness, slug, admin, viewer };
}

/** The text of a page without markup, scripts and styles. */
export const visibleText = (html: string): string =>
  html
    .replaceAll(/<(?:script|style)[\s\S]*?<\/(?:script|style)>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');

/** IDs of the rows in the list of syncs. */
export const syncIds = (html: string): number[] =>
  [...html.matchAll(/<tr id="sync-(\d+)"/g)].map(([, id]) => Number(id));

/** Names in the list of records or users. */
export const rowNames = (html: string): string[] =>
  [...html.matchAll(/<a class="row-link[^"]*"[^>]*>([^<]*)<\/a>/g)].map(([, name = '']) => name);
