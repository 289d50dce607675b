import type { Fault } from '../../domain/fault.ts';
import { ok, type Result } from '../../lib/result.ts';
import { isSecretName } from '../../lib/secret-name.ts';
import { splitAuth } from '../auth.ts';
import { secretOf, strangeness } from '../kept-secret.ts';
import type { Stored } from '../source.ts';
import type { Body, Secrets, Settings } from './shape.ts';

const urlsOf = ({ url, single_person_url }: Settings) => [url, single_person_url];

/** See `PullSource.split`. Header values that are secret stand as null in the settings. */
export function split(body: Body, before: Stored<Settings, Secrets> | null): Result<Stored<Settings, Secrets>, Fault> {
  const { enabled: _, auth, headers, ...rest } = body;
  const shown = Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? null : value]);
  const urls = [body.url, body.single_person_url ?? null];
  const earlier = before && { auth: before.settings.auth, urls: urlsOf(before.settings), secrets: before.secrets };
  const way = splitAuth(auth, urls, earlier);
  if (!way.ok) return way;
  const settings: Settings = {
    ...rest,
    headers: Object.fromEntries(shown),
    single_person_url: body.single_person_url ?? null,
    records: body.records ?? '',
    total: body.total || null,
    body: body.body || null,
    auth: way.value.settings,
  };
  const secrets: Secrets = { ...way.value.secrets, headers: {} };
  // A header belongs to a place, not to a user name.
  const elsewhere = before && strangeness({ urls, user: '' }, { urls: urlsOf(before.settings), user: '' });

  for (const [name, value] of Object.entries(headers)) {
    if (!isSecretName(name)) continue;
    const secret = secretOf(
      { place: `headers.${name}`, words: `value of the header ${name}` },
      value,
      before?.secrets.headers[name],
      elsewhere,
    );
    if (!secret.ok) return secret;
    secrets.headers[name] = secret.value;
  }
  return ok({ settings, secrets });
}
