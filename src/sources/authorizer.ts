import type { Fault } from '../domain/shared/fault.ts';
import type { HttpContext } from '../lib/http/context.ts';
import { type HttpRequest, type RequestOutcome, sendRequest } from '../lib/http/request.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type AuthHeaders, type AuthSecrets, type AuthSettings, basicAuth, bearerAuth, headerAuth } from './auth.ts';
import { requestToken } from './oauth-token.ts';
import type { RenewedTokens, SourceContext } from './source.ts';

export interface Authorizer {
  /** @returns null when cancelled */
  credentials(http: HttpContext): Promise<Result<AuthHeaders | null, Fault>>;
  /** Reports that the source refused the last credentials. @returns whether `credentials` can get others */
  reject(): boolean;
}

const fixedAuthorizer = (credentials: AuthHeaders): Authorizer => ({
  credentials: async () => ok(credentials),
  reject: () => false,
});

const expiryOf = (access: string): number => Number(access.split(' ', 1)[0]);
const tokenOf = (access: string): string => access.slice(access.indexOf(' ') + 1);

type TokenStore = Pick<SourceContext, 'renewTokens'> & {
  /** Takes all secrets, with an access token that the next sync can use too. */
  storeSecrets: (secrets: AuthSecrets) => Promise<void>;
};

export function createAuthorizer(
  auth: AuthSettings,
  secrets: AuthSecrets,
  { renewTokens, storeSecrets }: TokenStore,
): Authorizer {
  switch (auth.type) {
    case 'none':
      return fixedAuthorizer({ headers: {}, secretTexts: [] });
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
  const isUsable = (access: string): boolean => tokenOf(access) !== rejected && expiryOf(access) > Date.now();

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
  /** Follows the tokens that others got for the same refresh token, until an access token is usable or newly issued. */
  const renewToken = async (http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> => {
    for (;;) {
      let isIssued = false;
      const next = await renewTokens(
        current.refresh_token ?? '',
        ({ access }) => isUsable(access),
        () => {
          isIssued = true;
          return exchangeToken(http);
        },
      );
      if (!next.ok || next.value === null || isIssued || isUsable(next.value.access)) return next;
      current = { ...current, ...next.value };
    }
  };

  return {
    async credentials(http) {
      if (current.access !== undefined && isUsable(current.access)) return ok(bearerAuth(tokenOf(current.access)));
      const isRefresh = auth.type === 'oauth2_refresh';
      const obtained = await (isRefresh ? renewToken(http) : exchangeToken(http));
      if (!obtained.ok) return obtained;
      if (obtained.value === null) return ok(null);
      const { refresh_token, access } = obtained.value;
      current = { ...current, ...(isRefresh && { refresh_token }), access };
      if (!isRefresh) await storeSecrets(current);
      return ok(bearerAuth(tokenOf(access)));
    },
    reject() {
      rejected = current.access === undefined ? '' : tokenOf(current.access);
      return true;
    },
  };
}

/** Sends a request with credentials. After a 401 it gets new ones and tries again, once. */
export async function sendAuthorized(
  request: HttpRequest,
  authorizer: Authorizer,
  http: HttpContext,
): Promise<Result<RequestOutcome, Fault>> {
  for (let attempt = 1; ; attempt++) {
    const credentials = await authorizer.credentials(http);
    if (!credentials.ok) return credentials;
    if (!credentials.value) return ok({ is: 'cancelled' });
    const { headers, secretTexts } = credentials.value;
    const authorized: HttpRequest = {
      ...request,
      headers: { ...request.headers, ...headers },
      secretTexts: [...request.secretTexts, ...secretTexts],
    };
    const opened = await sendRequest(authorized, http);
    const unauthorized = !opened.ok && opened.fault.details?.status === 401;
    if (unauthorized && attempt === 1 && authorizer.reject()) continue;
    return opened;
  }
}
