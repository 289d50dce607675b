import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FaultName } from './faults.ts';

export const CLIENT = { id: 'hr-client', secret: 'hr-client-secret', refresh: 'hr-refresh' };

interface Said {
  status: number;
  body: string;
}

/** A token endpoint. Refresh tokens are used up: each answer has the next one, and the one before it is void. */
export class Tokens {
  #issued = 0;
  /** How many refresh tokens were used up. */
  #used = 0;
  #good = new Set<string>();

  get #refresh(): string {
    return this.#used === 0 ? CLIENT.refresh : `${CLIENT.refresh}-${this.#used}`;
  }

  /** @returns whether an Authorization header has an access token that was issued here and not withdrawn. */
  lets(authorization: string | undefined): boolean {
    return this.#good.has(authorization ?? '');
  }

  /** All access tokens are void before their time. */
  withdraw(): void {
    this.#good.clear();
  }

  async answer(request: IncomingMessage, fault: FaultName | null): Promise<Said> {
    const form = new URLSearchParams(await text(request));
    const refuse = (status: number, error: string) => ({ status, body: JSON.stringify({ error }) });
    const basic = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`;
    const known =
      request.headers.authorization === basic ||
      (form.get('client_id') === CLIENT.id && form.get('client_secret') === CLIENT.secret);
    if (!known) return refuse(401, 'invalid_client');
    if (fault === 'no-token') return refuse(400, 'invalid_grant');
    const grant = form.get('grant_type');
    if (grant === 'refresh_token' && form.get('refresh_token') !== this.#refresh) return refuse(400, 'invalid_grant');
    if (grant !== 'refresh_token' && grant !== 'client_credentials') return refuse(400, 'unsupported_grant_type');
    if (grant === 'refresh_token') this.#used++;
    const access = `hr-access-${++this.#issued}`;
    this.#good.add(`Bearer ${access}`);
    const refresh = grant === 'refresh_token' ? { refresh_token: this.#refresh } : {};
    const body = { access_token: access, token_type: 'Bearer', expires_in: 3600, ...refresh };
    return { status: 200, body: JSON.stringify(body) };
  }
}
