import { z } from 'zod';
import type { HttpRequest } from '../../lib/http/open.ts';
import { ok } from '../../lib/result.ts';
import { AUTH_BODIES, type AuthSecrets, authSecrets, authSettings, splitAuth } from '../auth.ts';
import { authorizerOf } from '../authorizer.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { fetchPerson, personUrl } from '../one-person.ts';
import { ACCEPT } from '../reader.ts';
import { personUrlText, urlText } from '../settings.ts';
import type { PullSource, SourceContext } from '../source.ts';

const format = z.enum(['json', 'csv'], 'Choose “json” or “csv”, and ask for the same in the URL of the report.');
const AUTH = 'Choose “basic” or “oauth2_refresh”.';

const body = z.strictObject({
  enabled: z.boolean(),
  all_people_url: urlText,
  single_person_url: personUrlText.nullish(),
  format: format.default('json'),
  auth: z.discriminatedUnion('type', [AUTH_BODIES.basic, AUTH_BODIES.oauth2_refresh], AUTH),
});
const settings = z.object({
  all_people_url: z.string(),
  single_person_url: z.string().nullable(),
  format,
  auth: authSettings,
});

type Settings = z.infer<typeof settings>;

const urlsOf = ({ all_people_url, single_person_url }: Settings) => [all_people_url, single_person_url];

function feedAt(url: string, { auth, format }: Settings, secrets: AuthSecrets, context: SourceContext): Feed {
  const request: HttpRequest = { method: 'GET', url, headers: { accept: ACCEPT[format] }, hidden: [] };
  return {
    request,
    authorizer: authorizerOf(auth, secrets, context),
    format: format === 'csv' ? { type: 'csv', quotes: 'doubled' } : { type: 'json', records: 'Report_Entry' },
    total: null,
    pager: null,
    xmlHint: `Add format=${format} to the URL of the report.`,
  };
}

/** Workday's Report as a Service: one JSON document with everybody in `Report_Entry`, or one CSV file. */
export const workday: PullSource<z.infer<typeof body>, Settings, AuthSecrets> = {
  kind: 'workday',
  body,
  settings,
  secrets: authSecrets,
  split({ all_people_url, single_person_url, format, auth }, before) {
    const single = single_person_url ?? null;
    const earlier = before && { auth: before.settings.auth, urls: urlsOf(before.settings), secrets: before.secrets };
    const way = splitAuth(auth, [all_people_url, single], earlier);
    if (!way.ok) return way;
    const settings: Settings = { all_people_url, single_person_url: single, format, auth: way.value.settings };
    return ok({ settings, secrets: way.value.secrets });
  },
  people: (settings, secrets, sink, context) =>
    streamFeed(feedAt(settings.all_people_url, settings, secrets, context), sink, context),
  async person(settings, secrets, key, context) {
    const url = personUrl(settings.single_person_url, key);
    return url.ok ? fetchPerson(feedAt(url.value, settings, secrets, context), false, context) : url;
  },
};
