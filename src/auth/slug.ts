import { z } from 'zod';

/** First segments of URLs that are ours, or that browsers and Cloudflare ask for by themselves. */
const RESERVED = [
  'setup',
  'assets',
  'api',
  'hooks',
  'scim',
  'cdn-cgi',
  'favicon',
  'robots',
  'health',
  'sign-in',
  'static',
];

/** A tenant's name in URLs. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'Use 1 to 40 small letters, digits and hyphens.')
  .refine((slug) => !RESERVED.includes(slug), 'This address is taken by Rollcall itself. Choose another.');
