import { fail, ok, type Result } from '../result.ts';
import { type HttpFault, httpFault } from './fault.ts';
import { isPublicV4, isPublicV6 } from './ip.ts';

/** Names that mean a machine nearby, wherever they are looked up. */
const NEARBY = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain)$/;

/**
 * Reads a URL that we may send a request to. Names are judged as they stand: what they resolve to is for the platform.
 * @param url as an admin or a redirect gave it. @param allowPrivate lets private addresses pass (local demo, tests).
 * @returns faults `source_url_invalid`, `source_url_private`.
 */
export function readAddress(url: string, allowPrivate: boolean): Result<URL, HttpFault> {
  const parsed = URL.parse(url);
  const invalid = (message: string) => fail(httpFault('source_url_invalid', message));
  if (!parsed) return invalid('The URL cannot be read. It should look like https://hr.example.com/people.');
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return invalid(`The URL must start with https:// (or http://), not ${parsed.protocol}//.`);
  if (parsed.username !== '' || parsed.password !== '')
    return invalid('The URL has a user name or password in it. Remove them and use the fields for credentials.');
  if (!allowPrivate && !isPublic(parsed.hostname)) return fail(privateHost(parsed.hostname));
  return ok(parsed);
}

/**
 * Reads the host of a server that speaks no HTTP, by the same rules.
 * @param host a name or an address, as an admin gave it. @returns it as a socket takes it; faults as `readAddress`.
 */
export function readHost(host: string, allowPrivate: boolean): Result<string, HttpFault> {
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const url = /[\s/\\?#@]/.test(address) ? null : URL.parse(`https://${address}/`);
  if (url?.port !== '')
    return fail(httpFault('source_url_invalid', 'The host cannot be read. It should look like sftp.example.com.'));
  if (!allowPrivate && !isPublic(url.hostname)) return fail(privateHost(url.hostname));
  return ok(url.hostname.replace(/^\[|\]$/g, ''));
}

const privateHost = (host: string): HttpFault =>
  httpFault(
    'source_url_private',
    `${host} is not a public address, and requests to private ones are not allowed here. Use a host name that is reachable from the internet.`,
    { host },
  );

// The URL parser has already turned every odd way to write an IPv4 address (octal, hex, one number) into the usual one.
function isPublic(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPublicV6(hostname.slice(1, -1));
  const name = hostname.replace(/\.$/, '').toLowerCase();
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return isPublicV4(name);
  return name.includes('.') && !NEARBY.test(name);
}

/** @returns the URL as it may be shown and logged: no credentials, no query values, no fragment. */
export function shownUrl(url: URL): string {
  const names = [...new Set(url.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`);
  return `${url.origin}${url.pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}
