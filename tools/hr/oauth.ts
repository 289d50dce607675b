import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FaultName } from './faults.ts';

export const OAUTH_CLIENT = { id: 'hr-client', secret: 'hr-client-secret', refresh: 'hr-refresh' };

interface TokenAnswer {
  status: number;
  body: string;
}

/** `hr-refresh`, or `hr-refresh~name` for a line of its own; behind it which one of its line it is. */
const REFRESH = /^(hr-refresh(?:~[a-z0-9]+)?)(?:-(\d+))?$/;

/**
 * A token endpoint. Refresh tokens are used up: each answer has the next one of its line, and the one before it is void.
 */
export class TokenEndpoint {
  #issued = 0;
  /** How many refresh tokens of a line were used up. */
  #used = new Map<string, number>();
  #valid = new Set<string>();

  /** @returns the next refresh token behind one that is good, or null. */
  #next(refresh: string): string | null {
    const [, line = '', nth = '0'] = REFRESH.exec(refresh) ?? [];
    const used = this.#used.get(line) ?? 0;
    if (line === '' || Number(nth) !== used) return null;
    this.#used.set(line, used + 1);
    return `${line}-${used + 1}`;
  }

  /** @returns whether an Authorization header has an access token that was issued here and not withdrawn. */
  accepts(authorization: string | undefined): boolean {
    return this.#valid.has(authorization ?? '');
  }

  /** Every access token is void before its time. */
  revokeAll(): void {
    this.#valid.clear();
  }

  async answer(request: IncomingMessage, fault: FaultName | null): Promise<TokenAnswer> {
    const form = new URLSearchParams(await text(request));
    const refuse = (status: number, error: string) => ({ status, body: JSON.stringify({ error }) });
    const basic = `Basic ${Buffer.from(`${OAUTH_CLIENT.id}:${OAUTH_CLIENT.secret}`).toString('base64')}`;
    const known =
      request.headers.authorization === basic ||
      (form.get('client_id') === OAUTH_CLIENT.id && form.get('client_secret') === OAUTH_CLIENT.secret);
    if (!known) return refuse(401, 'invalid_client');
    if (fault === 'no-token') return refuse(400, 'invalid_grant');
    const grant = form.get('grant_type');
    if (grant !== 'refresh_token' && grant !== 'client_credentials') return refuse(400, 'unsupported_grant_type');
    const next = grant === 'refresh_token' ? this.#next(form.get('refresh_token') ?? '') : null;
    if (grant === 'refresh_token' && next === null) return refuse(400, 'invalid_grant');
    const access = `hr-access-${++this.#issued}`;
    this.#valid.add(`Bearer ${access}`);
    const refresh = next === null ? {} : { refresh_token: next };
    const body = { access_token: access, token_type: 'Bearer', expires_in: 3600, ...refresh };
    return { status: 200, body: JSON.stringify(body) };
  }
}
