import { z } from 'zod';
import { describeFault, type Fault, fault, reworded } from '../domain/fault.ts';
import { GrowingBytes } from '../lib/growing-bytes.ts';
import { readBody } from '../lib/http/body.ts';
import { openAnswer } from '../lib/http/open.ts';
import type { HttpWorld } from '../lib/http/world.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { AuthSecrets, AuthSettings } from './auth.ts';
import { basic } from './credentials.ts';

/** What a token URL answers with (RFC 6749, section 5.1). */
const answer = z.object({
  access_token: z.string().min(1).max(16_000),
  token_type: z.string().nullish(),
  expires_in: z.coerce.number().positive().nullish(),
  refresh_token: z.string().min(1).max(16_000).nullish(),
});

export type Granting = Extract<AuthSettings, { token_url: string }>;
export interface Token {
  access: string;
  /** Milliseconds since 1970, shortly before it expires. */
  until: number;
  /** A new refresh token, in place of the one that was used. */
  refresh: string | null;
}

const LIFE = 300;
/** A token URL has nothing to prepare: it is not waited for as a report is. */
const PATIENCE = 30_000;
const MOST = 64 * 1024;

/** Asks a token URL for an access token, by client credentials or by a refresh token. Null when nobody wants it any more. */
export async function askForToken(
  auth: Granting,
  { client_secret = '', refresh_token = '' }: AuthSecrets,
  world: HttpWorld,
): Promise<Result<Token | null, Fault>> {
  const form = new URLSearchParams();
  if (auth.type === 'oauth2_refresh') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', refresh_token);
  } else {
    form.set('grant_type', 'client_credentials');
    if (auth.scope) form.set('scope', auth.scope);
  }
  const own = basic(auth.client_id, client_secret);
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
  const brisk = { bytes: MOST, first: Math.min(first, PATIENCE), wait: Math.min(wait, PATIENCE) };
  const opened = await openAnswer(request, { ...world, limits: { ...world.limits, ...brisk } });
  if (!opened.ok) return fail(refused(auth, opened.fault));
  if (opened.value.is === 'unwanted') return ok(null);
  const { response, finished } = opened.value;
  const body = new GrowingBytes(4096);
  const read = await readBody(response, world, (block) => {
    body.add(block, 0, block.length);
    return body.length < MOST;
  });
  finished(body.length);
  if (!read.ok) return fail(read.fault);
  if (read.value.end === 'unwanted') return ok(null);
  return tokenIn(body.view(), auth);
}

function tokenIn(bytes: Uint8Array, auth: Granting): Result<Token, Fault> {
  let said: unknown = null;
  try {
    said = JSON.parse(new TextDecoder().decode(bytes));
  } catch {}
  const read = answer.safeParse(said);
  if (!read.success) {
    const message = `${hostOf(auth)} answered the request for an access token with something that has none. Check the token URL.`;
    return fail(fault('source_answered_error', message));
  }
  const { access_token: access, expires_in: life, refresh_token: refresh } = read.data;
  // A tenth of its life before the end, a minute at most: a token must last for the request that it is sent with.
  const seconds = life ?? LIFE;
  return ok({ access, until: Date.now() + (seconds - Math.min(60, seconds / 10)) * 1000, refresh: refresh ?? null });
}

const hostOf = ({ token_url }: Granting): string => URL.parse(token_url)?.host ?? 'The token URL';

/** A token URL says 400 for what is wrong with the client or its refresh token. */
function refused(auth: Granting, said: Fault): Fault {
  // Not under the name `status`: a token URL that is not there says nothing of a person, or of the credentials sent.
  const { status, ...rest } = said.details ?? {};
  const details = { ...rest, ...(status !== undefined && { token_status: status }) };
  if (status !== 400 && status !== 401 && status !== 403)
    return { ...reworded(said, `No access token could be had. ${describeFault(said)}`), details };
  const secrets = auth.type === 'oauth2_refresh' ? 'the client secret and the refresh token' : 'and the client secret';
  const words = describeFault(said)
    .replace(/^.*?\(status \d+\)\. /, '')
    .replace(/ Check [^.]*\.$/, '');
  const message = `${hostOf(auth)} gave no access token (status ${status}). ${words} Check the client ID, ${secrets}.`;
  return fault('source_refused_credentials', message, details);
}
