import { z } from 'zod';
import { describeFault, type Fault, fault, reworded } from '../domain/shared/fault.ts';
import { ByteBuffer } from '../lib/bytes.ts';
import { readBody } from '../lib/http/body.ts';
import type { HttpContext } from '../lib/http/context.ts';
import { sendRequest } from '../lib/http/request.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type AuthSecrets, type AuthSettings, basicAuth } from './auth.ts';

/** What a token URL answers with (RFC 6749, section 5.1). */
const tokenResponse = z.object({
  access_token: z.string().min(1).max(16_000),
  token_type: z.string().nullish(),
  expires_in: z.coerce.number().positive().nullish(),
  refresh_token: z.string().min(1).max(16_000).nullish(),
});

export type OAuthSettings = Extract<AuthSettings, { token_url: string }>;
export interface AccessToken {
  access: string;
  /** Milliseconds since 1970, shortly before it expires. */
  until: number;
  /** A new refresh token, in place of the one that was used. */
  refresh: string | null;
}

const DEFAULT_LIFETIME = 300;
/** A token URL has nothing to prepare: it is not waited for as a report is. */
const TOKEN_TIMEOUT = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** Asks a token URL for an access token, by client credentials or by a refresh token. Null when nobody wants it any more. */
export async function requestToken(
  auth: OAuthSettings,
  { client_secret = '', refresh_token = '' }: AuthSecrets,
  world: HttpContext,
): Promise<Result<AccessToken | null, Fault>> {
  const form = new URLSearchParams();
  if (auth.type === 'oauth2_refresh') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', refresh_token);
  } else {
    form.set('grant_type', 'client_credentials');
    if (auth.scope) form.set('scope', auth.scope);
  }
  const own = basicAuth(auth.client_id, client_secret);
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  if (auth.client_auth === 'header') Object.assign(headers, own.headers);
  else {
    form.set('client_id', auth.client_id);
    form.set('client_secret', client_secret);
  }
  const hidden = [...own.hidden, refresh_token, encodeURIComponent(refresh_token)];
  const request = { method: 'POST', url: auth.token_url, headers, hidden, body: form.toString() } as const;
  const { first, wait } = world.limits;
  const brisk = {
    bytes: MAX_RESPONSE_BYTES,
    first: Math.min(first, TOKEN_TIMEOUT),
    wait: Math.min(wait, TOKEN_TIMEOUT),
  };
  const opened = await sendRequest(request, { ...world, limits: { ...world.limits, ...brisk } });
  if (!opened.ok) return fail(tokenFault(auth, opened.fault));
  if (opened.value.is === 'unwanted') return ok(null);
  const { response, finished } = opened.value;
  const body = new ByteBuffer(4096);
  const read = await readBody(response, world, (block) => {
    body.add(block, 0, block.length);
    return body.length < MAX_RESPONSE_BYTES;
  });
  finished(body.length);
  if (!read.ok) return fail(read.fault);
  if (read.value.end === 'unwanted') return ok(null);
  return parseTokenResponse(body.view(), auth);
}

function parseTokenResponse(bytes: Uint8Array, auth: OAuthSettings): Result<AccessToken, Fault> {
  let said: unknown = null;
  try {
    said = JSON.parse(new TextDecoder().decode(bytes));
  } catch {}
  const read = tokenResponse.safeParse(said);
  if (!read.success) {
    const message = `${tokenHost(auth)} answered the request for an access token with something that has none. Check the token URL.`;
    return fail(fault('source_answered_error', message));
  }
  const { access_token: access, expires_in: life, refresh_token: refresh } = read.data;
  // A tenth of its life before the end, a minute at most: a token must last for the request that it is sent with.
  const seconds = life ?? DEFAULT_LIFETIME;
  return ok({ access, until: Date.now() + (seconds - Math.min(60, seconds / 10)) * 1000, refresh: refresh ?? null });
}

const tokenHost = ({ token_url }: OAuthSettings): string => URL.parse(token_url)?.host ?? 'The token URL';

/** A token URL says 400 for what is wrong with the client or its refresh token. */
function tokenFault(auth: OAuthSettings, said: Fault): Fault {
  // Not under the name `status`: a token URL that is not there says nothing of a person, or of the credentials sent.
  const { status, ...rest } = said.details ?? {};
  const details = { ...rest, ...(status !== undefined && { token_status: status }) };
  if (status !== 400 && status !== 401 && status !== 403)
    return { ...reworded(said, `No access token could be had. ${describeFault(said)}`), details };
  const secrets = auth.type === 'oauth2_refresh' ? 'the client secret and the refresh token' : 'and the client secret';
  const words = describeFault(said)
    .replace(/^.*?\(status \d+\)\. /, '')
    .replace(/ Check [^.]*\.$/, '');
  const message = `${tokenHost(auth)} gave no access token (status ${status}). ${words} Check the client ID, ${secrets}.`;
  return fault('source_refused_credentials', message, details);
}
