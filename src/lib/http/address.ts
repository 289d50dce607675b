import ipaddr from 'ipaddr.js';
import { fail, ok, type Result } from '../result.ts';
import { type HttpFault, httpFault } from './fault.ts';

const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain)$/;

/**
 * Host names are not resolved: the platform refuses private addresses.
 * @param url from an admin or a redirect. @param allowPrivate for the local demo and tests
 * @returns faults `source_url_invalid`, `source_url_private`
 */
export function parsePublicUrl(url: string, allowPrivate: boolean): Result<URL, HttpFault> {
  const parsed = URL.parse(url);
  if (!parsed) return fail(httpFault('source_url_invalid', { case: 'unreadable' }));
  const { protocol, hostname } = parsed;
  if (protocol !== 'http:' && protocol !== 'https:')
    return fail(httpFault('source_url_invalid', { case: 'protocol', protocol }));
  if (parsed.username !== '' || parsed.password !== '')
    return fail(httpFault('source_url_invalid', { case: 'credentials' }));
  if (!allowPrivate && !isPublicHost(hostname)) return fail(privateHost(hostname));
  return ok(parsed);
}

/** @returns the host for a socket (IPv6 without brackets); faults as `parsePublicUrl` */
export function parsePublicHost(host: string, allowPrivate: boolean): Result<string, HttpFault> {
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const url = /[\s/\\?#@]/.test(address) ? null : URL.parse(`https://${address}/`);
  if (url?.port !== '') return fail(httpFault('source_url_invalid', { case: 'host' }));
  if (!allowPrivate && !isPublicHost(url.hostname)) return fail(privateHost(url.hostname));
  return ok(url.hostname.replace(/^\[|\]$/g, ''));
}

const privateHost = (host: string): HttpFault => httpFault('source_url_private', { host }, { host });

// The URL parser has already normalized IPv4 addresses (octal, hexadecimal, one number) to four decimals.
function isPublicHost(hostname: string): boolean {
  const name = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return ipaddr.isValid(name) ? isPublicAddress(ipaddr.parse(name)) : name.includes('.') && !PRIVATE_NAMES.test(name);
}

/** Only global unicast is public; an IPv4 address embedded in IPv6 is judged as IPv4. */
function isPublicAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  const v4 = embeddedV4(address);
  if (v4) return isPublicAddress(v4);
  // The library reports unassigned ranges as unicast, too.
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST, 3);
}
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

function embeddedV4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
      return address.toIPv4Address();
    case 'rfc6052': // NAT64
      return new ipaddr.IPv4(bytes.slice(12));
    case '6to4':
      return new ipaddr.IPv4(bytes.slice(2, 6));
    default:
      return null;
  }
}

/** Without credentials, query values and fragment. */
export function redactedUrl(url: URL): string {
  const names = [...new Set(url.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`);
  return `${url.origin}${url.pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}
