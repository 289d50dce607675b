import type { Fault } from '../domain/fault.ts';
import type { HttpWorld } from '../lib/http/world.ts';
import { ok, type Result } from '../lib/result.ts';
import type { AuthSecrets, AuthSettings } from './auth.ts';
import { basic, bearer, type Credentials, header } from './credentials.ts';
import { askForToken } from './token.ts';

/** Gives what a request needs to be let in. */
export interface Authorizer {
  /** Null: nobody wants the answer any more. */
  credentials(world: HttpWorld): Promise<Result<Credentials | null, Fault>>;
  /** The source refused them. @returns true when others may be had. */
  refused(): boolean;
}

const fixed = (credentials: Credentials): Authorizer => ({
  credentials: async () => ok(credentials),
  refused: () => false,
});

/**
 * @param keep stores the secrets as they are now: an access token for the next sync, and a refresh token that replaces
 * the one that was used. It is awaited before the token is used, because the old one may be void already.
 */
export function authorizerOf(
  auth: AuthSettings,
  secrets: AuthSecrets,
  keep: (secrets: AuthSecrets) => Promise<void>,
): Authorizer {
  switch (auth.type) {
    case 'none':
      return fixed({ headers: {}, hidden: [] });
    case 'basic':
      return fixed(basic(auth.username, secrets.password ?? ''));
    case 'bearer':
      return fixed(bearer(secrets.token ?? ''));
    case 'header':
      return fixed(header(auth.name, secrets.value ?? ''));
    case 'oauth2_client':
    case 'oauth2_refresh':
      break;
  }
  let now = secrets;
  const current = (): string | null => {
    const [until = '', access = ''] = (now.access ?? '').split(' ', 2);
    return access !== '' && Number(until) > Date.now() ? access : null;
  };
  return {
    async credentials(world) {
      const access = current();
      if (access !== null) return ok(bearer(access));
      const token = await askForToken(auth, now, world);
      if (!token.ok || token.value === null) return token.ok ? ok(null) : token;
      const { access: fresh, until, refresh } = token.value;
      now = { ...now, ...(refresh !== null && { refresh_token: refresh }), access: `${Math.floor(until)} ${fresh}` };
      await keep(now);
      return ok(bearer(fresh));
    },
    refused() {
      now = { ...now, access: undefined };
      return true;
    },
  };
}
