import { z } from 'zod';
import { type Fault, fault } from '../domain/shared/fault.ts';
import { ByteBuffer } from '../lib/bytes.ts';
import { readBody } from '../lib/http/body.ts';
import type { HttpContext, HttpLimits } from '../lib/http/context.ts';
import type { HttpFault } from '../lib/http/fault.ts';
import { type HttpRequest, sendRequest } from '../lib/http/request.ts';
import { tryParseJson } from '../lib/json.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { type AuthSecrets, type AuthSettings, basicAuth } from './auth.ts';

/** RFC 6749, section 5.1; some servers omit the type, or send null. */
const tokenResponse = z.object({
  access_token: z.string().min(1).max(16_000),
  token_type: z.string().nullish(),
  expires_in: z.coerce.number().positive().nullish(),
  refresh_token: z.string().min(1).max(16_000).nullish(),
});

export type OAuthSettings = Extract<AuthSettings, { token_url: string }>;
interface AccessToken {
  token: string;
  /** Milliseconds since 1970, minus a margin. */
  expiresAt: number;
  /** Null where the server does not rotate them. */
  refreshToken: string | null;
}

/** Seconds, when the response has no `expires_in`. */
const DEFAULT_LIFETIME = 300;
/** Milliseconds. */
const TOKEN_TIMEOUT = 30_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** @returns null when cancelled */
export async function requestToken(
  auth: OAuthSettings,
  secrets: AuthSecrets,
  http: HttpContext,
): Promise<Result<AccessToken | null, Fault>> {
  const limits: HttpLimits = {
    ...http.limits,
    maxBytes: MAX_RESPONSE_BYTES,
    firstByteTimeout: Math.min(http.limits.firstByteTimeout, TOKEN_TIMEOUT),
    maxTotalWait: Math.min(http.limits.maxTotalWait, TOKEN_TIMEOUT),
  };
  const opened = await sendRequest(tokenRequest(auth, secrets), { ...http, limits });
  if (!opened.ok) return fail(tokenFault(auth, opened.fault));
  if (opened.value.is === 'cancelled') return ok(null);
  const { response, logExchange } = opened.value;
  const body = new ByteBuffer(4096);
  const read = await readBody(response, http, (block) => {
    body.add(block, 0, block.length);
    return body.length < MAX_RESPONSE_BYTES;
  });
  logExchange(body.length);
  if (!read.ok) return fail(read.fault);
  if (read.value.end === 'cancelled') return ok(null);
  return parseTokenResponse(body.view(), auth);
}

function tokenRequest(auth: OAuthSettings, { client_secret = '', refresh_token = '' }: AuthSecrets): HttpRequest {
  const form = new URLSearchParams();
  if (auth.type === 'oauth2_refresh') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', refresh_token);
  } else {
    form.set('grant_type', 'client_credentials');
    if (auth.scope) form.set('scope', auth.scope);
  }
  const client = basicAuth(auth.client_id, client_secret);
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  if (auth.client_auth === 'header') Object.assign(headers, client.headers);
  else {
    form.set('client_id', auth.client_id);
    form.set('client_secret', client_secret);
  }
  const secretTexts = [...client.secretTexts, refresh_token, encodeURIComponent(refresh_token)];
  return { method: 'POST', url: auth.token_url, headers, secretTexts, body: form.toString() };
}

function parseTokenResponse(bytes: Uint8Array, auth: OAuthSettings): Result<AccessToken, Fault> {
  const read = tokenResponse.safeParse(tryParseJson(new TextDecoder().decode(bytes))?.value);
  if (!read.success) return fail(fault('source_answered_error', { case: 'no_token', host: tokenHost(auth) }));
  const { access_token: token, expires_in: lifetime, refresh_token: refreshToken = null } = read.data;
  // A margin of a tenth of its lifetime, at most a minute: the token must last for the request that it is sent with.
  const seconds = lifetime ?? DEFAULT_LIFETIME;
  return ok({ token, expiresAt: Date.now() + (seconds - Math.min(60, seconds / 10)) * 1000, refreshToken });
}

const tokenHost = ({ token_url }: OAuthSettings): string => URL.parse(token_url)?.host ?? 'The token URL';

/** A token URL answers 400 to an invalid client or refresh token (RFC 6749, section 5.2). */
function tokenFault(auth: OAuthSettings, { code, params, details }: HttpFault): Fault {
  // Not named `status`: a 404 or 401 of the token URL must not count as one of the data source.
  const { status, ...rest } = details ?? {};
  const shown = { ...rest, ...(status !== undefined && { token_status: status }) };
  if (status !== 400 && status !== 401 && status !== 403)
    return { code, params: { ...params, forToken: true }, details: shown };
  const refusal = {
    case: 'token',
    host: tokenHost(auth),
    status,
    excerpt: typeof params.excerpt === 'string' ? params.excerpt : '',
    elsewhere: params.elsewhere === true,
    refreshToken: auth.type === 'oauth2_refresh',
  } as const;
  return fault('source_refused_credentials', refusal, shown);
}
