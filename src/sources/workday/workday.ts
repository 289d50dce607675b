import { z } from 'zod';
import type { HttpRequest } from '../../lib/http/request.ts';
import { ok } from '../../lib/result.ts';
import { AUTH_TYPES, type AuthSecrets, authSecrets, authSettings, splitAuth } from '../auth.ts';
import { createAuthorizer } from '../authorizer.ts';
import { personUrlField, urlField } from '../body-fields.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { ACCEPT_HEADERS } from '../record-reader.ts';
import { fetchPerson, fillPersonUrl } from '../single-person.ts';
import type { PullSource, SourceContext } from '../source.ts';

const format = z.enum(['json', 'csv'], 'Choose “json” or “csv”, and ask for the same in the URL of the report.');
const fields = {
  all_people_url: urlField,
  single_person_url: personUrlField.nullish().transform((url) => url ?? null),
  format: format.default('json'),
};
const authBody = z.discriminatedUnion(
  'type',
  [AUTH_TYPES.basic.body, AUTH_TYPES.oauth2_refresh.body],
  'Choose “basic” or “oauth2_refresh”.',
);
const body = z.strictObject({ enabled: z.boolean(), ...fields, auth: authBody });
const settings = z.object({ ...fields, auth: authSettings });

type Settings = z.infer<typeof settings>;

const urlsOf = ({ all_people_url, single_person_url }: Omit<Settings, 'auth'>) => [all_people_url, single_person_url];

function workdayFeed(url: string, { auth, format }: Settings, secrets: AuthSecrets, context: SourceContext): Feed {
  const request: HttpRequest = { method: 'GET', url, headers: { accept: ACCEPT_HEADERS[format] }, secretTexts: [] };
  return {
    request,
    authorizer: createAuthorizer(auth, secrets, context),
    format: format === 'csv' ? { type: 'csv', quotes: 'doubled' } : { type: 'json', records: 'Report_Entry' },
    total: null,
    paginator: null,
    xmlHint: 'report_url',
  };
}

/** Workday's Report as a Service. */
export const workday: PullSource<z.infer<typeof body>, Settings, AuthSecrets> = {
  kind: 'workday',
  body,
  settings,
  secrets: authSecrets,
  splitSecrets({ enabled: _, auth, ...visible }, before) {
    const earlier = before && { auth: before.settings.auth, urls: urlsOf(before.settings), secrets: before.secrets };
    const split = splitAuth(auth, urlsOf(visible), earlier);
    if (!split.ok) return split;
    return ok({ settings: { ...visible, auth: split.value.settings }, secrets: split.value.secrets });
  },
  people: (settings, secrets, sink, context) =>
    streamFeed(workdayFeed(settings.all_people_url, settings, secrets, context), sink, context),
  async person(settings, secrets, key, context) {
    const url = fillPersonUrl(settings.single_person_url, key);
    return url.ok ? fetchPerson(workdayFeed(url.value, settings, secrets, context), false, context) : url;
  },
};
