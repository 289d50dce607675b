import type { Fault } from '../domain/shared/fault.ts';
import type { HttpContext } from '../lib/http/context.ts';
import { type HttpRequest, type RequestOutcome, sendRequest } from '../lib/http/request.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type AuthHeaders, type AuthSecrets, type AuthSettings, basicAuth, bearerAuth, headerAuth } from './auth.ts';
import { type OAuthSettings, requestToken } from './oauth-token.ts';
import type { RenewedTokens, SourceContext } from './source.ts';

export interface Authorizer {
  /** @returns null when cancelled */
  credentials(http: HttpContext): Promise<Result<AuthHeaders | null, Fault>>;
  /** After a refusal by the source. @returns whether `credentials` can get others */
  reject(): boolean;
}

const fixedAuthorizer = (credentials: AuthHeaders): Authorizer => ({
  credentials: async () => ok(credentials),
  reject: () => false,
});

type TokenStore = Pick<SourceContext, 'renewTokens'> & {
  storeSecrets: (secrets: AuthSecrets) => Promise<void>;
};

export function createAuthorizer(auth: AuthSettings, secrets: AuthSecrets, tokens: TokenStore): Authorizer {
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
      return new OAuthAuthorizer(auth, secrets, tokens);
  }
}

const expiryOf = (access: string): number => Number(access.split(' ', 1)[0]);
const tokenOf = (access: string): string => access.slice(access.indexOf(' ') + 1);

class OAuthAuthorizer implements Authorizer {
  readonly #auth: OAuthSettings;
  readonly #tokens: TokenStore;
  #secrets: AuthSecrets;
  #rejectedToken = '';

  constructor(auth: OAuthSettings, secrets: AuthSecrets, tokens: TokenStore) {
    this.#auth = auth;
    this.#secrets = secrets;
    this.#tokens = tokens;
  }

  async credentials(http: HttpContext): Promise<Result<AuthHeaders | null, Fault>> {
    const { access } = this.#secrets;
    if (access !== undefined && this.#isUsable(access)) return ok(bearerAuth(tokenOf(access)));
    const isRefresh = this.#auth.type === 'oauth2_refresh';
    const obtained = await (isRefresh ? this.#renew(http) : this.#exchange(http));
    if (!obtained.ok) return obtained;
    if (obtained.value === null) return ok(null);
    const { refresh_token, access: issued } = obtained.value;
    this.#secrets = { ...this.#secrets, ...(isRefresh && { refresh_token }), access: issued };
    if (!isRefresh) await this.#tokens.storeSecrets(this.#secrets);
    return ok(bearerAuth(tokenOf(issued)));
  }

  reject(): boolean {
    const { access } = this.#secrets;
    this.#rejectedToken = access === undefined ? '' : tokenOf(access);
    return true;
  }

  #isUsable(access: string): boolean {
    return tokenOf(access) !== this.#rejectedToken && expiryOf(access) > Date.now();
  }

  async #exchange(http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> {
    const requested = await requestToken(this.#auth, this.#secrets, http);
    if (!requested.ok) return fail(requested.fault);
    if (requested.value === null) return ok(null);
    const { token, expiresAt, refreshToken } = requested.value;
    return ok({
      refresh_token: refreshToken ?? this.#secrets.refresh_token ?? '',
      access: `${Math.floor(expiresAt)} ${token}`,
    });
  }

  /** Follows the tokens that others got for the same refresh token, until an access token is usable or newly issued. */
  async #renew(http: HttpContext): Promise<Result<RenewedTokens | null, Fault>> {
    for (;;) {
      let isIssued = false;
      const next = await this.#tokens.renewTokens(
        this.#secrets.refresh_token ?? '',
        ({ access }) => this.#isUsable(access),
        () => {
          isIssued = true;
          return this.#exchange(http);
        },
      );
      if (!next.ok || next.value === null || isIssued || this.#isUsable(next.value.access)) return next;
      this.#secrets = { ...this.#secrets, ...next.value };
    }
  }
}

/** After a 401 it gets new credentials and tries again, once. */
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
