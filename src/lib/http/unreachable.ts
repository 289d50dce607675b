import type { HttpWorld } from './world.ts';

/** Why no answer came, as far as it can be told. */
export type Why = 'unknown_host' | 'refused' | 'cut' | 'no_tls' | 'unknown';

/** Codes of Node, where tests run. */
const CODES: Record<string, Why> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut',
  UND_ERR_SOCKET: 'cut',
  CERT_HAS_EXPIRED: 'no_tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'no_tls',
};

/**
 * Finds out why a request was not answered. workerd says of a connection that was refused or cut only that it was lost,
 * and of a name that is not found or a TLS that fails nothing at all: whether the port can be opened tells them apart.
 * The runtime's own words are not passed on: they may quote the URL with all that is in it.
 */
export async function whyUnreachable(error: unknown, url: URL, world: Pick<HttpWorld, 'opens'>): Promise<Why> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const known = cause instanceof Error && 'code' in cause ? CODES[String(cause.code)] : undefined;
  if (known) return known;
  const words = cause instanceof Error ? cause.message : '';
  const lost = words.startsWith('Network connection lost');
  if (!lost && !words.startsWith('internal error')) return 'unknown';
  const isTls = url.protocol === 'https:';
  if (!lost && !isTls) return 'unknown_host';
  if (!world.opens) return 'unknown';
  const opens = await world.opens(url.hostname, Number(url.port || (isTls ? 443 : 80)));
  if (lost) return opens ? 'cut' : 'refused';
  return opens ? 'no_tls' : 'unknown_host';
}

const PRIVATE = 'a name that only a company’s own network knows cannot be reached from here';

/** What a person is told, and what to do. */
export const WORDS: Record<Why, (host: string) => string> = {
  unknown_host: (host) => `There is no host named ${host}. Check the spelling in the URL; ${PRIVATE}.`,
  refused: (host) =>
    `${host} refused the connection. Check the port in the URL, and that its firewall lets requests from the internet in.`,
  cut: (host) =>
    `${host} cut the connection before it answered. Check whether the URL should begin with https:// instead of http:// (or the other way round), and that the server takes requests from the internet.`,
  no_tls: (host) =>
    `No secure connection could be made to ${host}: its certificate is self-signed, expired or for another name, or there is no TLS at this port. Have its certificate renewed by a public authority, or check the port in the URL.`,
  unknown: (host) =>
    `${host} could not be reached. Check the URL, and that the server accepts requests from the internet.`,
};

/** Statuses by which the network between us and a source says that it did not get through (Cloudflare's own). */
const EDGE: Record<number, Why> = {
  521: 'refused',
  520: 'cut',
  523: 'unknown',
  525: 'no_tls',
  526: 'no_tls',
  530: 'unknown_host',
};

/** What an answer means that no source gave, or null. */
export const whyAtTheEdge = (status: number): Why | null => EDGE[status] ?? null;
