import { z } from 'zod';
import type { Fault } from '../domain/shared/fault.ts';
import { ok, type Result } from '../lib/result.ts';
import { secretField, urlField } from './body-fields.ts';
import { keepOrReplaceSecret, recipientChange, type SecretRecipient } from './stored-secret.ts';

const text = z.string().min(1).max(200);
const client = {
  token_url: urlField,
  client_id: text,
  /** Where the client says who it is: in the Authorization header, or in the form that asks for the token. */
  client_auth: z.enum(['header', 'body']).default('header'),
};
const scope = z.string().max(1000).nullish();

/** The ways to authenticate, in the bodies that programs send. A source offers some of them. */
export const AUTH_BODIES = {
  none: z.strictObject({ type: z.literal('none') }),
  basic: z.strictObject({ type: z.literal('basic'), username: text, password: secretField }),
  bearer: z.strictObject({ type: z.literal('bearer'), token: secretField }),
  header: z.strictObject({
    type: z.literal('header'),
    name: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'This is not the name of a header.')
      .transform((name) => name.toLowerCase()),
    value: secretField,
  }),
  oauth2_client: z.strictObject({ type: z.literal('oauth2_client'), ...client, scope, client_secret: secretField }),
  oauth2_refresh: z.strictObject({
    type: z.literal('oauth2_refresh'),
    ...client,
    client_secret: secretField,
    refresh_token: secretField,
  }),
} as const;
export type AuthBody = z.infer<(typeof AUTH_BODIES)[keyof typeof AUTH_BODIES]>;

const grant = { token_url: z.string(), client_id: z.string(), client_auth: z.enum(['header', 'body']) };

/** The same as stored, without the secrets. */
export const authSettings = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('basic'), username: z.string() }),
  z.object({ type: z.literal('bearer') }),
  z.object({ type: z.literal('header'), name: z.string() }),
  z.object({ type: z.literal('oauth2_client'), ...grant, scope: z.string().nullable() }),
  z.object({ type: z.literal('oauth2_refresh'), ...grant }),
]);
export type AuthSettings = z.infer<typeof authSettings>;

export const authSecrets = z.object({
  password: z.string().optional(),
  token: z.string().optional(),
  value: z.string().optional(),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
  /** An access token, behind the time at which it expires and a space. */
  access: z.string().optional(),
});
export type AuthSecrets = z.infer<typeof authSecrets>;

/** @param urls that get what the secrets are exchanged for. */
function secretRecipient(urls: (string | null)[], auth: AuthSettings): SecretRecipient {
  if (auth.type === 'basic') return { urls, owner: auth.username, ownerKind: 'user name' };
  if (auth.type !== 'oauth2_client' && auth.type !== 'oauth2_refresh')
    return { urls, owner: '', ownerKind: 'user name' };
  const token = URL.parse(auth.token_url)?.origin ?? auth.token_url;
  const owner = `${auth.client_id} ${token}`;
  return { urls: [...urls, auth.token_url], owner, ownerKind: 'client or its token URL' };
}

/** Which secrets a way to authenticate needs, and what people call them. */
const REQUIRED_SECRETS: Record<AuthSettings['type'], [keyof AuthSecrets, string][]> = {
  none: [],
  basic: [['password', 'password']],
  bearer: [['token', 'token']],
  header: [['value', 'value of the header']],
  oauth2_client: [['client_secret', 'client secret']],
  oauth2_refresh: [
    ['client_secret', 'client secret'],
    ['refresh_token', 'refresh token'],
  ],
};

function publicPartOf(auth: AuthBody): AuthSettings {
  if (auth.type === 'oauth2_client') {
    const { client_secret: _, scope, ...shown } = auth;
    return { ...shown, scope: scope || null };
  }
  return authSettings.parse(auth);
}

/**
 * Splits a way to authenticate into what may be shown and what is sealed. An access token is not taken over: it may
 * belong to a client that was just replaced.
 */
export function splitAuth(
  auth: AuthBody,
  urls: (string | null)[],
  before: { auth: AuthSettings; urls: (string | null)[]; secrets: AuthSecrets } | null,
): Result<{ settings: AuthSettings; secrets: AuthSecrets }, Fault> {
  const settings = publicPartOf(auth);
  const change = before && recipientChange(secretRecipient(urls, settings), secretRecipient(before.urls, before.auth));
  const secrets: AuthSecrets = {};
  const given = new Map<string, unknown>(Object.entries(auth));
  for (const [key, name] of REQUIRED_SECRETS[auth.type]) {
    const value = given.get(key);
    const secret = keepOrReplaceSecret(
      { path: `auth.${key}`, name },
      typeof value === 'string' ? value : null,
      before?.secrets[key],
      change,
    );
    if (!secret.ok) return secret;
    secrets[key] = secret.value;
  }
  return ok({ settings, secrets });
}

/** The headers that let a request in, and every form in which a server might quote the secret in them. */
export interface AuthHeaders {
  headers: Record<string, string>;
  secretTexts: string[];
}

export function basicAuth(username: string, password: string): AuthHeaders {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const secretTexts = [password, encodeURIComponent(password), encoded];
  return { headers: { authorization: `Basic ${encoded}` }, secretTexts: secretTexts };
}

export const bearerAuth = (token: string): AuthHeaders => ({
  headers: { authorization: `Bearer ${token}` },
  secretTexts: [token],
});

export const headerAuth = (name: string, value: string): AuthHeaders => ({
  headers: { [name]: value },
  secretTexts: [value],
});
