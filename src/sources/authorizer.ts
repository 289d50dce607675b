import type { Fault } from '../domain/shared/fault.ts';
import type { HttpContext } from '../lib/http/context.ts';
import { type HttpRequest, type RequestOutcome, sendRequest } from '../lib/http/request.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type AuthHeaders, type AuthSecrets, type AuthSettings, basicAuth, bearerAuth, headerAuth } from './auth.ts';
import { requestToken } from './oauth-token.ts';
import type { RenewedTokens, SourceContext } from './source.ts';

export interface Authorizer {
  /** Null: cancelled meanwhile. */
  credentials(http: HttpContext): Promise<Result<AuthHeaders | null, Fault>>;
  /** The source refused the last ones. @returns true when others may be had. */
  reject(): boolean;
}

const fixedAuthorizer = (credentials: AuthHeaders): Authorizer => ({
  credentials: async () => ok(credentials),
  reject: () => false,
});

const expiryOf = (access: string): number => Number(access.split(' ', 1)[0]);
const tokenOf = (access: string): string => access.slice(access.indexOf(' ') + 1);

/** Where tokens are kept. `store` takes all secrets, for an access token that serves the next sync. */
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
  let current = secrets;
  let rejected = '';
  const isGood = (access: string): boolean => tokenOf(access) !== rejected && expiryOf(access) > Date.now();

  const exchangeToken = async (http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> => {
    const requested = await requestToken(auth, current, http);
    if (!requested.ok) return fail(requested.fault);
    if (requested.value === null) return ok(null);
    const { token, expiresAt, refreshToken } = requested.value;
    return ok({
      refresh_token: refreshToken ?? current.refresh_token ?? '',
      access: `${Math.floor(expiresAt)} ${token}`,
    });
  };
  /** Goes on from what others got of the same refresh token, until an access token is good or new. */
  const renewToken = async (http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> => {
    for (;;) {
      let isNew = false;
      const next = await renew(
        current.refresh_token ?? '',
        ({ access }) => isGood(access),
        () => {
          isNew = true;
          return exchangeToken(http);
        },
      );
      if (!next.ok || next.value === null || isNew || isGood(next.value.access)) return next;
      current = { ...current, ...next.value };
    }
  };

  return {
    async credentials(http) {
      if (current.access !== undefined && isGood(current.access)) return ok(bearerAuth(tokenOf(current.access)));
      const renews = auth.type === 'oauth2_refresh';
      const obtained = await (renews ? renewToken(http) : exchangeToken(http));
      if (!obtained.ok) return obtained;
      if (obtained.value === null) return ok(null);
      const { refresh_token, access } = obtained.value;
      current = { ...current, ...(renews && { refresh_token }), access };
      if (!renews) await store(current);
      return ok(bearerAuth(tokenOf(access)));
    },
    reject() {
      rejected = current.access === undefined ? '' : tokenOf(current.access);
      return true;
    },
  };
}

/** Sends a request with credentials; gets new ones, once, when they are refused (401). */
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
    const unauthorized = !opened.ok && opened.fault.details?.status === 401;
    if (unauthorized && attempt === 1 && authorizer.reject()) continue;
    return opened;
  }
}
