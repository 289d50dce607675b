import { z } from 'zod';
import type { HttpRequest } from '../../lib/http/open.ts';
import { ok } from '../../lib/result.ts';
import { basic } from '../credentials.ts';
import { type Feed, streamFeed } from '../feed.ts';
import { secretOf, strangeness } from '../kept-secret.ts';
import { fetchPerson, personUrl } from '../one-person.ts';
import { ACCEPT } from '../reader.ts';
import { personUrlText, secretText, urlText } from '../settings.ts';
import type { PullSource } from '../source.ts';

const username = z.string().min(1).max(200);
const format = z.enum(['json', 'csv'], 'Choose “json” or “csv”, and ask for the same in the URL of the report.');
const basicType = z.literal('basic', 'Only the authentication type “basic” can be used so far.');

const body = z.strictObject({
  enabled: z.boolean(),
  all_people_url: urlText,
  single_person_url: personUrlText.nullish(),
  format: format.default('json'),
  auth: z.strictObject({ type: basicType, username, password: secretText }),
});
const settings = z.object({
  all_people_url: z.string(),
  single_person_url: z.string().nullable(),
  format,
  auth: z.object({ type: basicType, username }),
});
const secrets = z.object({ password: z.string() });

type Settings = z.infer<typeof settings>;
type Secrets = z.infer<typeof secrets>;

const recipient = ({ all_people_url, single_person_url, auth }: Settings) => ({
  urls: [all_people_url, single_person_url],
  user: auth.username,
});

function feedAt(url: string, { auth, format }: Settings, { password }: Secrets): Feed {
  const { authorization, hidden } = basic(auth.username, password);
  const request: HttpRequest = { method: 'GET', url, headers: { accept: ACCEPT[format], authorization }, hidden };
  return {
    request,
    format: format === 'csv' ? { type: 'csv', quotes: 'doubled' } : { type: 'json', records: 'Report_Entry' },
    total: null,
    xmlHint: `Add format=${format} to the URL of the report.`,
  };
}

/** Workday's Report as a Service: one JSON document with everybody in `Report_Entry`, or one CSV file. */
export const workday: PullSource<z.infer<typeof body>, Settings, Secrets> = {
  kind: 'workday',
  body,
  settings,
  secrets,
  split({ all_people_url, single_person_url, format, auth }, before) {
    const now: Settings = {
      all_people_url,
      single_person_url: single_person_url ?? null,
      format,
      auth: { type: auth.type, username: auth.username },
    };
    const strange = before && strangeness(recipient(now), recipient(before.settings));
    const password = secretOf('password', auth.password, before?.secrets.password, strange);
    return password.ok ? ok({ settings: now, secrets: { password: password.value } }) : password;
  },
  people: (settings, secrets, sink, context) =>
    streamFeed(feedAt(settings.all_people_url, settings, secrets), sink, context),
  async person(settings, secrets, key, context) {
    const url = personUrl(settings.single_person_url, key);
    return url.ok ? fetchPerson(feedAt(url.value, settings, secrets), false, context) : url;
  },
};
