import { z } from 'zod';
import type { Fault } from '../domain/shared/fault.ts';
import { ok, type Result } from '../lib/result.ts';
import { secretField, urlField } from './body-fields.ts';
import { keepOrReplaceSecret, recipientChange, type SecretRecipient } from './stored-secret.ts';

const SECRET_NAMES = {
  password: 'password',
  token: 'token',
  value: 'value of the header',
  client_secret: 'client secret',
  refresh_token: 'refresh token',
} as const;

export const authSecrets = z.object({
  password: z.string().optional(),
  token: z.string().optional(),
  value: z.string().optional(),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
  /** `<expiry> <access token>`, the expiry in milliseconds since 1970. */
  access: z.string().optional(),
});
export type AuthSecrets = z.infer<typeof authSecrets>;
const SECRET_KEYS = authSecrets.omit({ access: true }).keyof().options;

/** Stored settings are parsed again, so transforms of visible fields must accept their own results. */
const authType = <const Type extends string, Visible extends z.ZodRawShape, Secrets extends z.ZodRawShape>(
  type: Type,
  visible: Visible,
  secrets: Secrets,
) => ({
  body: z.strictObject({ type: z.literal(type), ...visible, ...secrets }),
  settings: z.object({ type: z.literal(type), ...visible }),
  secrets,
});

const text = z.string().min(1).max(200);
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'This is not the name of a header.')
  .transform((name) => name.toLowerCase());
const client = {
  token_url: urlField,
  client_id: text,
  client_auth: z.enum(['header', 'body']).default('header'),
};
const scope = z
  .string()
  .max(1000)
  .nullish()
  .transform((scopes) => scopes || null);

export const AUTH_TYPES = {
  none: authType('none', {}, {}),
  basic: authType('basic', { username: text }, { password: secretField }),
  bearer: authType('bearer', {}, { token: secretField }),
  header: authType('header', { name: headerName }, { value: secretField }),
  oauth2_client: authType('oauth2_client', { ...client, scope }, { client_secret: secretField }),
  oauth2_refresh: authType('oauth2_refresh', client, { client_secret: secretField, refresh_token: secretField }),
};
export type AuthBody = z.infer<(typeof AUTH_TYPES)[keyof typeof AUTH_TYPES]['body']>;

export const authSettings = z.discriminatedUnion('type', [
  AUTH_TYPES.none.settings,
  AUTH_TYPES.basic.settings,
  AUTH_TYPES.bearer.settings,
  AUTH_TYPES.header.settings,
  AUTH_TYPES.oauth2_client.settings,
  AUTH_TYPES.oauth2_refresh.settings,
]);
export type AuthSettings = z.infer<typeof authSettings>;

function secretRecipient(urls: (string | null)[], auth: AuthSettings): SecretRecipient {
  if (auth.type === 'basic') return { urls, owner: auth.username, ownerKind: 'user name' };
  if (auth.type !== 'oauth2_client' && auth.type !== 'oauth2_refresh')
    return { urls, owner: '', ownerKind: 'user name' };
  const tokenOrigin = URL.parse(auth.token_url)?.origin ?? auth.token_url;
  const owner = `${auth.client_id} ${tokenOrigin}`;
  return { urls: [...urls, auth.token_url], owner, ownerKind: 'client or its token URL' };
}

/**
 * A stored access token is dropped: it may belong to a client that was just replaced.
 * @param urls that the credentials are sent to
 * @returns fault `invalid_settings` for a secret that is missing, or that would go to a new recipient
 */
export function splitAuth(
  body: AuthBody,
  urls: (string | null)[],
  before: { auth: AuthSettings; urls: (string | null)[]; secrets: AuthSecrets } | null,
): Result<{ settings: AuthSettings; secrets: AuthSecrets }, Fault> {
  const settings = authSettings.parse(body);
  const change = before && recipientChange(secretRecipient(urls, settings), secretRecipient(before.urls, before.auth));
  const secrets: AuthSecrets = {};
  const submitted = new Map<string, unknown>(Object.entries(body));
  for (const key of SECRET_KEYS) {
    if (!(key in AUTH_TYPES[body.type].secrets)) continue;
    const value = submitted.get(key);
    const secret = keepOrReplaceSecret(
      { path: `auth.${key}`, name: SECRET_NAMES[key] },
      typeof value === 'string' ? value : null,
      before?.secrets[key],
      change,
    );
    if (!secret.ok) return secret;
    secrets[key] = secret.value;
  }
  return ok({ settings, secrets });
}

export interface AuthHeaders {
  headers: Record<string, string>;
  /** In every encoding in which a server may quote them. */
  secretTexts: string[];
}

export function basicAuth(username: string, password: string): AuthHeaders {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const secretTexts = [password, encodeURIComponent(password), encoded];
  return { headers: { authorization: `Basic ${encoded}` }, secretTexts };
}

export const bearerAuth = (token: string): AuthHeaders => ({
  headers: { authorization: `Bearer ${token}` },
  secretTexts: [token],
});

export const headerAuth = (name: string, value: string): AuthHeaders => ({
  headers: { [name]: value },
  secretTexts: [value],
});
