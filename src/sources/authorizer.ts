import type { Fault } from '../domain/shared/fault.ts';
import type { HttpContext } from '../lib/http/context.ts';
import { type HttpRequest, type RequestOutcome, sendRequest } from '../lib/http/request.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type AuthHeaders, type AuthSecrets, type AuthSettings, basicAuth, bearerAuth, headerAuth } from './auth.ts';
import { requestToken } from './oauth-token.ts';
import type { RenewedTokens, SourceContext } from './source.ts';

/** Gives what a request needs to be let in. */
export interface Authorizer {
  /** Null: nobody wants the answer any more. */
  credentials(http: HttpContext): Promise<Result<AuthHeaders | null, Fault>>;
  /** The source refused them. @returns true when others may be had. */
  refused(): boolean;
}

const fixedAuthorizer = (credentials: AuthHeaders): Authorizer => ({
  credentials: async () => ok(credentials),
  refused: () => false,
});

const expiryOf = (access: string): number => Number(access.split(' ', 1)[0]);
const tokenOf = (access: string): string => access.slice(access.indexOf(' ') + 1);

/** Where tokens are kept. `store` takes the secrets as they are now, for an access token that serves the next sync. */
type TokenStore = Pick<SourceContext, 'renew'> & { store: (secrets: AuthSecrets) => Promise<void> };

export function createAuthorizer(auth: AuthSettings, secrets: AuthSecrets, { renew, store }: TokenStore): Authorizer {
  switch (auth.type) {
    case 'none':
      return fixedAuthorizer({ headers: {}, hidden: [] });
    case 'basic':
      return fixedAuthorizer(basicAuth(auth.username, secrets.password ?? ''));
    case 'bearer':
      return fixedAuthorizer(bearerAuth(secrets.token ?? ''));
    case 'header':
      return fixedAuthorizer(headerAuth(auth.name, secrets.value ?? ''));
    case 'oauth2_client':
    case 'oauth2_refresh':
      break;
  }
  let now = secrets;
  let refused = '';
  const isGood = (access: string): boolean => tokenOf(access) !== refused && expiryOf(access) > Date.now();

  const exchanged = async (http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> => {
    const requested = await requestToken(auth, now, http);
    if (!requested.ok) return fail(requested.fault);
    if (requested.value === null) return ok(null);
    const { token, expiresAt, refreshToken } = requested.value;
    return ok({ refresh_token: refreshToken ?? now.refresh_token ?? '', access: `${Math.floor(expiresAt)} ${token}` });
  };
  /** Goes on from what others got of the same refresh token, until an access token is good or new. */
  const renewed = async (http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> => {
    for (;;) {
      let isNew = false;
      const next = await renew(
        now.refresh_token ?? '',
        ({ access }) => isGood(access),
        () => {
          isNew = true;
          return exchanged(http);
        },
      );
      if (!next.ok || next.value === null || isNew || isGood(next.value.access)) return next;
      now = { ...now, ...next.value };
    }
  };

  return {
    async credentials(http) {
      if (now.access !== undefined && isGood(now.access)) return ok(bearerAuth(tokenOf(now.access)));
      const renews = auth.type === 'oauth2_refresh';
      const got = await (renews ? renewed(http) : exchanged(http));
      if (!got.ok || got.value === null) return got.ok ? ok(null) : got;
      const { refresh_token, access } = got.value;
      now = { ...now, ...(renews && { refresh_token }), access };
      if (!renews) await store(now);
      return ok(bearerAuth(tokenOf(access)));
    },
    refused() {
      refused = now.access === undefined ? '' : tokenOf(now.access);
      return true;
    },
  };
}

/** Sends a request with credentials; asks for new ones, once, when they are refused as unknown (401). */
export async function sendAuthorized(
  request: HttpRequest,
  authorizer: Authorizer,
  http: HttpContext,
): Promise<Result<RequestOutcome, Fault>> {
  for (let attempt = 1; ; attempt++) {
    const credentials = await authorizer.credentials(http);
    if (!credentials.ok) return credentials;
    if (!credentials.value) return ok({ is: 'cancelled' });
    const { headers, hidden } = credentials.value;
    const full = {
      ...request,
      headers: { ...request.headers, ...headers },
      hidden: [...request.hidden, ...hidden],
    };
    const opened = await sendRequest(full, http);
    const unknown = !opened.ok && opened.fault.details?.status === 401;
    if (unknown && attempt === 1 && authorizer.refused()) continue;
    return opened;
  }
}
