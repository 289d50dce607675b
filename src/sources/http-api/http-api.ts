import { basic, bearer, type Credentials } from '../credentials.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { fetchPerson, personUrl } from '../one-person.ts';
import type { PullSource } from '../source.ts';
import { type Body, body, type Secrets, type Settings, secrets, settings } from './shape.ts';
import { split } from './split.ts';

function credentials({ auth }: Settings, { password = '', token = '' }: Secrets): Credentials | null {
  if (auth.type === 'basic') return basic(auth.username, password);
  return auth.type === 'bearer' ? bearer(token) : null;
}

function feedAt(url: string, method: 'GET' | 'POST', settings: Settings, secrets: Secrets): Feed {
  const own = credentials(settings, secrets);
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(settings.headers)) headers[name] = value ?? secrets.headers[name] ?? '';
  if (own) headers.authorization = own.authorization;
  const hidden = [...(own?.hidden ?? []), ...Object.values(secrets.headers)];
  return {
    request: { method, url, headers, hidden },
    records: settings.records,
    total: settings.total,
    xmlHint: 'Ask it for JSON: check the URL and the Accept header.',
  };
}

/** Any HTTP endpoint that answers with everybody in one JSON document. */
export const httpApi: PullSource<Body, Settings, Secrets> = {
  kind: 'http-api',
  body,
  settings,
  secrets,
  split,
  people: (settings, secrets, sink, context) =>
    streamFeed(feedAt(settings.url, settings.method, settings, secrets), sink, context),
  async person(settings, secrets, key, context) {
    const url = personUrl(settings.single_person_url, key);
    return url.ok ? fetchPerson(feedAt(url.value, 'GET', settings, secrets), true, context) : url;
  },
};
