import { authorizerOf } from '../authorizer.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { fetchPerson, personUrl } from '../one-person.ts';
import { ACCEPT, type Format } from '../reader.ts';
import type { PullSource, SourceContext } from '../source.ts';
import { Pager } from './paging.ts';
import { type Body, body, type Secrets, type Settings, secrets, settings } from './shape.ts';
import { split } from './split.ts';

const WORDS = { json: 'JSON', ndjson: 'NDJSON', csv: 'CSV' } as const;

function formatOf({ format, records, csv_quotes }: Settings): Format {
  if (format === 'csv') return { type: format, quotes: csv_quotes };
  return format === 'json' ? { type: format, records } : { type: format };
}

function feedAt(url: string, settings: Settings, secrets: Secrets, context: SourceContext): Feed {
  const headers: Record<string, string> = { accept: ACCEPT[settings.format] };
  for (const [name, value] of Object.entries(settings.headers)) headers[name] = value ?? secrets.headers[name] ?? '';
  const hidden = Object.values(secrets.headers);
  return {
    request: { method: 'GET', url, headers, hidden },
    authorizer: authorizerOf(settings.auth, secrets, {
      renew: context.renew,
      store: (now) => context.store({ ...secrets, ...now }),
    }),
    format: formatOf(settings),
    total: settings.total,
    xmlHint: `Ask it for ${WORDS[settings.format]}: check the URL and the Accept header.`,
    pager: null,
  };
}

function everybody(settings: Settings, secrets: Secrets, context: SourceContext): Feed {
  const { url, method, paging, body } = settings;
  const feed = feedAt(url, settings, secrets, context);
  const pager = new Pager(paging, body === null ? { url } : { url, body });
  const headers =
    body === null ? feed.request.headers : { 'content-type': 'application/json', ...feed.request.headers };
  const request = { ...feed.request, method, headers, ...pager.first() };
  return { ...feed, request, pager: paging.type === 'none' ? null : pager };
}

/** Any HTTP endpoint that answers with everybody, as JSON, NDJSON or CSV. */
export const httpApi: PullSource<Body, Settings, Secrets> = {
  kind: 'http-api',
  body,
  settings,
  secrets,
  split,
  people: (settings, secrets, sink, context) => streamFeed(everybody(settings, secrets, context), sink, context),
  async person(settings, secrets, key, context) {
    const url = personUrl(settings.single_person_url, key);
    return url.ok ? fetchPerson(feedAt(url.value, settings, secrets, context), true, context) : url;
  },
};
