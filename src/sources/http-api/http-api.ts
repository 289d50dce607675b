import { createAuthorizer } from '../authorizer.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { ACCEPT_HEADERS, type FeedFormat } from '../record-reader.ts';
import { fetchPerson, fillPersonUrl } from '../single-person.ts';
import type { PullSource, SourceContext } from '../source.ts';
import { HttpPaginator } from './paging.ts';
import {
  type HttpApiBody,
  type HttpApiSecrets,
  type HttpApiSettings,
  httpBody,
  httpSecrets,
  httpSettings,
  splitHttpBody,
} from './settings.ts';

function formatOf({ format, records, csv_quotes }: HttpApiSettings): FeedFormat {
  if (format === 'csv') return { type: format, quotes: csv_quotes };
  return format === 'json' ? { type: format, records } : { type: format };
}

function feedOf(url: string, settings: HttpApiSettings, secrets: HttpApiSecrets, context: SourceContext): Feed {
  const headers: Record<string, string> = { accept: ACCEPT_HEADERS[settings.format] };
  for (const [name, value] of Object.entries(settings.headers)) headers[name] = value ?? secrets.headers[name] ?? '';
  const secretTexts = Object.values(secrets.headers);
  return {
    request: { method: 'GET', url, headers, secretTexts },
    authorizer: createAuthorizer(settings.auth, secrets, {
      renewTokens: context.renewTokens,
      storeSecrets: (now) => context.storeSecrets({ ...secrets, ...now }),
    }),
    format: formatOf(settings),
    total: settings.total,
    xmlHint: 'accept_header',
    paginator: null,
  };
}

function fullFeed(settings: HttpApiSettings, secrets: HttpApiSecrets, context: SourceContext): Feed {
  const { url, method, paging, body } = settings;
  const feed = feedOf(url, settings, secrets, context);
  const paginator = new HttpPaginator(paging, body === null ? { url } : { url, body });
  const headers =
    body === null ? feed.request.headers : { 'content-type': 'application/json', ...feed.request.headers };
  const request = { ...feed.request, method, headers, ...paginator.first() };
  return { ...feed, request, paginator: paging.type === 'none' ? null : paginator };
}

export const httpApi: PullSource<HttpApiBody, HttpApiSettings, HttpApiSecrets> = {
  kind: 'http-api',
  body: httpBody,
  settings: httpSettings,
  secrets: httpSecrets,
  splitSecrets: splitHttpBody,
  people: (settings, secrets, sink, context) => streamFeed(fullFeed(settings, secrets, context), sink, context),
  async person(settings, secrets, key, context) {
    const url = fillPersonUrl(settings.single_person_url, key);
    return url.ok ? fetchPerson(feedOf(url.value, settings, secrets, context), true, context) : url;
  },
};
