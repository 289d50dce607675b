import type { Fault } from '../domain/fault.ts';
import type { HttpWorld } from '../lib/http/world.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { AuthSecrets, AuthSettings } from './auth.ts';
import { basic, bearer, type Credentials, header } from './credentials.ts';
import type { Renewed, SourceContext } from './source.ts';
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

const expiryOf = (access: string): number => Number(access.split(' ', 1)[0]);
const tokenOf = (access: string): string => access.slice(access.indexOf(' ') + 1);

/** Where tokens are kept. `store` takes the secrets as they are now, for an access token that serves the next sync. */
type Keeper = Pick<SourceContext, 'renew'> & { store: (secrets: AuthSecrets) => Promise<void> };

export function authorizerOf(auth: AuthSettings, secrets: AuthSecrets, { renew, store }: Keeper): Authorizer {
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
  let refused = '';
  const isGood = (access: string): boolean => tokenOf(access) !== refused && expiryOf(access) > Date.now();

  const exchanged = async (world: HttpWorld): Promise<Result<Renewed | null, Fault>> => {
    const token = await askForToken(auth, now, world);
    if (!token.ok) return fail(token.fault);
    if (token.value === null) return ok(null);
    const { access, until, refresh } = token.value;
    return ok({ refresh_token: refresh ?? now.refresh_token ?? '', access: `${Math.floor(until)} ${access}` });
  };
  /** Goes on from what others got of the same refresh token, until an access token is good or new. */
  const renewed = async (world: HttpWorld): Promise<Result<Renewed | null, Fault>> => {
    for (;;) {
      let isNew = false;
      const next = await renew(
        now.refresh_token ?? '',
        ({ access }) => isGood(access),
        () => {
          isNew = true;
          return exchanged(world);
        },
      );
      if (!next.ok || next.value === null || isNew || isGood(next.value.access)) return next;
      now = { ...now, ...next.value };
    }
  };

  return {
    async credentials(world) {
      if (now.access !== undefined && isGood(now.access)) return ok(bearer(tokenOf(now.access)));
      const renews = auth.type === 'oauth2_refresh';
      const got = await (renews ? renewed(world) : exchanged(world));
      if (!got.ok || got.value === null) return got.ok ? ok(null) : got;
      const { refresh_token, access } = got.value;
      now = { ...now, ...(renews && { refresh_token }), access };
      if (!renews) await store(now);
      return ok(bearer(tokenOf(access)));
    },
    refused() {
      refused = now.access === undefined ? '' : tokenOf(now.access);
      return true;
    },
  };
}
