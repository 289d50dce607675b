import type { Fault } from '../../domain/fault.ts';
import { ok, type Result } from '../../lib/result.ts';
import { secretOf, strangeness } from '../kept-secret.ts';
import type { Stored } from '../source.ts';
import { type Body, isSecretHeader, type Secrets, type Settings } from './shape.ts';

const recipient = ({ url, single_person_url, auth }: Settings) => ({
  urls: [url, single_person_url],
  user: auth.type === 'basic' ? auth.username : '',
});

/** See `PullSource.split`. Header values that are secret stand as null in the settings. */
export function split(body: Body, before: Stored<Settings, Secrets> | null): Result<Stored<Settings, Secrets>, Fault> {
  const { enabled: _, auth, headers, ...rest } = body;
  const shown = Object.entries(headers).map(([name, value]) => [name, isSecretHeader(name) ? null : value]);
  const settings: Settings = {
    ...rest,
    headers: Object.fromEntries(shown),
    single_person_url: body.single_person_url ?? null,
    records: body.records ?? '',
    total: body.total || null,
    auth: auth.type === 'basic' ? { type: auth.type, username: auth.username } : { type: auth.type },
  };
  const secrets: Secrets = { headers: {} };
  const old = before?.secrets;
  const strange = before && strangeness(recipient(settings), recipient(before.settings));
  // A header belongs to a place, not to a user name.
  const elsewhere =
    before && strangeness({ ...recipient(settings), user: '' }, { ...recipient(before.settings), user: '' });

  for (const [name, value] of Object.entries(headers)) {
    if (!isSecretHeader(name)) continue;
    const secret = secretOf(`value of the header ${name}`, value, old?.headers[name], elsewhere);
    if (!secret.ok) return secret;
    secrets.headers[name] = secret.value;
  }
  if (auth.type === 'basic') {
    const secret = secretOf('password', auth.password, old?.password, strange);
    if (!secret.ok) return secret;
    secrets.password = secret.value;
  }
  if (auth.type === 'bearer') {
    const secret = secretOf('token', auth.token, old?.token, elsewhere);
    if (!secret.ok) return secret;
    secrets.token = secret.value;
  }
  return ok({ settings, secrets });
}
