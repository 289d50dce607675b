import { fail, ok, type Result } from '../result.ts';
import { type HttpFault, httpFault } from './context.ts';

/** Names that mean a machine nearby, wherever they are looked up. */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain)$/;

/**
 * Reads a URL that we may send a request to. Names are judged as they stand: what they resolve to is for the platform.
 * @param url as an admin or a redirect gave it. @param allowPrivate lets private addresses pass (local demo, tests).
 * @returns faults `source_url_invalid`, `source_url_private`.
 */
export function parsePublicUrl(url: string, allowPrivate: boolean): Result<URL, HttpFault> {
  const parsed = URL.parse(url);
  const invalid = (message: string) => fail(httpFault('source_url_invalid', message));
  if (!parsed) return invalid('The URL cannot be read. It should look like https://hr.example.com/people.');
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return invalid(`The URL must start with https:// (or http://), not ${parsed.protocol}//.`);
  if (parsed.username !== '' || parsed.password !== '')
    return invalid('The URL has a user name or password in it. Remove them and use the fields for credentials.');
  if (!allowPrivate && !isPublicHost(parsed.hostname)) return fail(privateHost(parsed.hostname));
  return ok(parsed);
}

/**
 * Reads the host of a server that speaks no HTTP, by the same rules.
 * @param host a name or an address, as an admin gave it. @returns it as a socket takes it; faults as `readAddress`.
 */
export function parsePublicHost(host: string, allowPrivate: boolean): Result<string, HttpFault> {
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const url = /[\s/\\?#@]/.test(address) ? null : URL.parse(`https://${address}/`);
  if (url?.port !== '')
    return fail(httpFault('source_url_invalid', 'The host cannot be read. It should look like sftp.example.com.'));
  if (!allowPrivate && !isPublicHost(url.hostname)) return fail(privateHost(url.hostname));
  return ok(url.hostname.replace(/^\[|\]$/g, ''));
}

const privateHost = (host: string): HttpFault =>
  httpFault(
    'source_url_private',
    `${host} is not a public address, and requests to private ones are not allowed here. Use a host name that is reachable from the internet.`,
    { host },
  );

// The URL parser has already turned every odd way to write an IPv4 address (octal, hex, one number) into the usual one.
function isPublicHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPublicV6(hostname.slice(1, -1));
  const name = hostname.replace(/\.$/, '').toLowerCase();
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return isPublicV4(name);
  return name.includes('.') && !PRIVATE_NAMES.test(name);
}

/** @returns the URL as it may be shown and logged: no credentials, no query values, no fragment. */
export function redactedUrl(url: URL): string {
  const names = [...new Set(url.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`);
  return `${url.origin}${url.pathname}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}

/** Blocks of IPv4 that are not the public internet: [first address, prefix length]. */
const CLOSED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
];

const v4Number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** @param address dotted, as the URL parser writes it. */
export function isPublicV4(address: string): boolean {
  const value = v4Number(address);
  return !CLOSED_V4.some(
    ([first, prefix]) => Math.floor(value / 2 ** (32 - prefix)) === Math.floor(v4Number(first) / 2 ** (32 - prefix)),
  );
}

/** @returns the eight 16-bit groups of an address as the URL parser writes it (hexadecimal, `::` at most once). */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  if (tail === undefined) return read(head);
  const [before, behind] = [read(head), read(tail)];
  return [...before, ...new Array<number>(Math.max(0, 8 - before.length - behind.length)).fill(0), ...behind];
}

/** @param address without brackets. Only global unicast passes; an IPv4 address inside is judged as one. */
export function isPublicV6(address: string): boolean {
  const groups = groupsOf(address);
  const [a = 0, b = 0, c = 0] = groups;
  const v4 = (high: number | undefined = 0, low: number | undefined = 0) =>
    isPublicV4(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
  const zeros = (to: number) => groups.slice(0, to).every((group) => group === 0);
  if (zeros(5) && groups[5] === 0xffff) return v4(groups[6], groups[7]); // IPv4-mapped
  if (a === 0x64 && b === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) return v4(groups[6], groups[7]); // NAT64
  if (a === 0x2002) return v4(b, c); // 6to4
  if (a === 0x2001 && b < 0x200) return false; // Teredo and other special purposes
  if (a === 0x2001 && b === 0xdb8) return false; // documentation
  if (a === 0x3fff && b < 0x1000) return false; // documentation
  return a >= 0x2000 && a <= 0x3fff;
}
