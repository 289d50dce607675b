import { basic, bearer, type Credentials } from '../credentials.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { fetchPerson, personUrl } from '../one-person.ts';
import { ACCEPT, type Format } from '../reader.ts';
import type { PullSource } from '../source.ts';
import { type Body, body, type Secrets, type Settings, secrets, settings } from './shape.ts';
import { split } from './split.ts';

function credentials({ auth }: Settings, { password = '', token = '' }: Secrets): Credentials | null {
  if (auth.type === 'basic') return basic(auth.username, password);
  return auth.type === 'bearer' ? bearer(token) : null;
}

const WORDS = { json: 'JSON', ndjson: 'NDJSON', csv: 'CSV' } as const;

function formatOf({ format, records, csv_quotes }: Settings): Format {
  if (format === 'csv') return { type: format, quotes: csv_quotes };
  return format === 'json' ? { type: format, records } : { type: format };
}

function feedAt(url: string, method: 'GET' | 'POST', settings: Settings, secrets: Secrets): Feed {
  const own = credentials(settings, secrets);
  const headers: Record<string, string> = { accept: ACCEPT[settings.format] };
  for (const [name, value] of Object.entries(settings.headers)) headers[name] = value ?? secrets.headers[name] ?? '';
  if (own) headers.authorization = own.authorization;
  const hidden = [...(own?.hidden ?? []), ...Object.values(secrets.headers)];
  return {
    request: { method, url, headers, hidden },
    format: formatOf(settings),
    total: settings.total,
    xmlHint: `Ask it for ${WORDS[settings.format]}: check the URL and the Accept header.`,
  };
}

/** Any HTTP endpoint that answers with everybody, as JSON, NDJSON or CSV. */
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
