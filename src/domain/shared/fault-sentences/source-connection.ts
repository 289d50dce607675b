import type { HttpFaultParams } from '../../../lib/http/fault.ts';
import {
  describeDuration,
  describeFileStep,
  type FileStep,
  formatPeople,
  quoteNames,
  quoteReason,
  toSeconds,
  wrapperLabel,
} from '../wording.ts';
import { withContext } from './source-context.ts';

type UrlInvalid = HttpFaultParams['source_url_invalid'];
function describeInvalidUrl(params: UrlInvalid): string {
  switch (params.case) {
    case 'unreadable':
      return 'The URL cannot be read. It should look like https://hr.example.com/people.';
    case 'protocol':
      return `The URL must start with https:// (or http://), not ${params.protocol}//.`;
    case 'credentials':
      return 'The URL has a user name or password in it. Remove them and use the fields for credentials.';
    case 'host':
      return 'The host cannot be read. It should look like sftp.example.com.';
  }
}

const describePrivateUrl = ({ host }: HttpFaultParams['source_url_private']): string =>
  `${host} is not a public address, and requests to private ones are not allowed here. Use a host name that is reachable from the internet.`;

export type SocketFailure = 'no_host' | 'lookup' | 'refused' | 'no_route' | 'no_answer' | 'cut' | 'unknown';
const SOCKET_FAILURES: Record<SocketFailure, string> = {
  no_host: ': there is no host of this name',
  lookup: ': the name of the host could not be looked up',
  refused: ': the connection was refused',
  no_route: ': there is no way to this host',
  no_answer: ': it did not answer',
  cut: ': the connection was cut',
  unknown: '',
};

type Unreachable =
  | HttpFaultParams['source_unreachable']
  | { case: 'ssh'; place: string; failure: SocketFailure }
  | { case: 'ssh_timeout'; place: string; timeout: number };
function describeUnreachable(params: Unreachable): string {
  switch (params.case) {
    case 'http':
      return describeUnreachableByHttp(params);
    case 'ssh':
      return `${params.place} could not be reached${SOCKET_FAILURES[params.failure]}. ${CHECK_PLACE}`;
    case 'ssh_timeout':
      return `${params.place} could not be reached: it did not answer within ${wholeSeconds(params.timeout)} seconds. ${CHECK_PLACE}`;
  }
}
const CHECK_PLACE = 'Check the host and the port, and that the server lets this address in.';
const wholeSeconds = (milliseconds: number): number => Math.max(1, toSeconds(milliseconds));

function describeUnreachableByHttp({ host, cause }: HttpFaultParams['source_unreachable']): string {
  switch (cause) {
    case 'unknown_host':
      return `There is no host named ${host}. Check the spelling in the URL; a name that only a company’s own network knows cannot be reached from here.`;
    case 'refused':
      return `${host} refused the connection. Check the port in the URL, and that its firewall lets requests from the internet in.`;
    case 'cut':
      return `${host} cut the connection before it answered. Check whether the URL should begin with https:// instead of http:// (or the other way round), and that the server takes requests from the internet.`;
    case 'no_tls':
      return `No secure connection could be made to ${host}: its certificate is self-signed, expired or for another name, or there is no TLS at this port. Have its certificate renewed by a public authority, or check the port in the URL.`;
    case 'unknown':
      return `${host} could not be reached. Check the URL, and that the server accepts requests from the internet.`;
  }
}

type RefusedCredentials =
  | HttpFaultParams['source_refused_credentials']
  | { case: 'token'; host: string; status: number; excerpt: string; elsewhere: boolean; refreshToken: boolean }
  | { case: 'ssh'; place: string; username: string; auth: 'password' | 'key' | 'generated_key' };
const ELSEWHERE =
  ' The request had been redirected to another host, where credentials are never sent: enter the final URL.';
function describeRefusedCredentials(params: RefusedCredentials): string {
  switch (params.case) {
    case 'http': {
      const hint = params.status === 401 ? ' Check the credentials.' : ' Check that this account may read the people.';
      return `The data source refused the credentials (status ${params.status}). ${quoteReason(params.excerpt)}${params.elsewhere ? ELSEWHERE : hint}`;
    }
    case 'token': {
      const secrets = params.refreshToken ? 'the client secret and the refresh token' : 'and the client secret';
      return `${params.host} gave no access token (status ${params.status}). ${quoteReason(params.excerpt)}${params.elsewhere ? ELSEWHERE : ''} Check the client ID, ${secrets}.`;
    }
    case 'ssh':
      return params.auth === 'password'
        ? `${params.place} refused the user name or the password. Check both.`
        : `${params.place} refused the key of “${params.username}”. Check the user name, and that the public key stands in the authorized_keys of that account.`;
  }
}

type ErrorResponse =
  | HttpFaultParams['source_answered_error']
  | { case: 'no_token'; host: string }
  | { case: 'no_sftp'; place: string; username: string };
function describeErrorResponse(params: ErrorResponse): string {
  switch (params.case) {
    case 'http': {
      const { status } = params;
      if (status === 503) return `The data source is unavailable (status 503). ${quoteReason(params.excerpt)}`;
      const hint = status === 404 || status === 410 ? ' Check the URL.' : '';
      return `The data source answered with an error (status ${status}). ${quoteReason(params.excerpt)}${hint}`;
    }
    case 'no_token':
      return `${params.host} answered the request for an access token with something that has none. Check the token URL.`;
    case 'no_sftp':
      return `${params.place} lets “${params.username}” in, but offers no SFTP to this account. Ask the people who run the server to allow it.`;
  }
}

const describeRateLimit = (params: HttpFaultParams['source_rate_limited']): string =>
  `The data source limits how often it may be asked (status ${params.status}). ${quoteReason(params.excerpt)}`;

const describeRedirects = ({ limit }: HttpFaultParams['source_redirects']): string =>
  `The data source redirected more than ${limit} times. Enter the final URL.`;

type Stalled =
  | HttpFaultParams['source_stalled']
  | ({ case: 'file'; timeout: number } & FileStep)
  | { case: 'not_ssh'; place: string; timeout: number }
  | { case: 'wrapper_silent'; wrapper: string; timeout: number; records: number };
function describeStall(params: Stalled): string {
  switch (params.case) {
    case 'no_response':
      return `${params.host} was asked, and sent nothing for ${toSeconds(params.timeout)} seconds.`;
    case 'body':
      return `The data source stopped sending: next to nothing came for ${toSeconds(params.timeout)} seconds, after ${params.bytes} bytes.`;
    case 'file':
      return `The server sent nothing for ${toSeconds(params.timeout)} seconds while ${describeFileStep(params)}.`;
    case 'not_ssh':
      return `${params.place} accepted the connection but did not answer in SSH within ${wholeSeconds(params.timeout)} seconds. Check that this is the port of an SFTP server (usually 22).`;
    case 'wrapper_silent':
      return `${wrapperLabel(params.wrapper)} gave nothing for ${describeDuration(params.timeout)}, after ${formatPeople(params.records)}.`;
  }
}

const describeNotSsh = ({ place }: { place: string }): string =>
  `${place} ended the connection before it spoke SSH. Check that this is the port of an SFTP server (usually 22), and that the server lets this address in.`;

export type SshAlgorithm = 'key_exchange' | 'host_key' | 'cipher' | 'mac';
const SSH_ALGORITHMS: Record<SshAlgorithm, string> = {
  key_exchange: 'way to exchange keys',
  host_key: 'type of host key',
  cipher: 'cipher',
  mac: 'MAC',
};
const describeNoCommonAlgorithm = ({ place, of, ours }: { place: string; of: SshAlgorithm; ours: string[] }): string =>
  `${place} and Rollcall have no ${SSH_ALGORITHMS[of]} in common. Have the server offer one of: ${ours.join(', ')}.`;

const describeUnconfirmedHostKey = ({ place, fingerprint }: { place: string; fingerprint: string }): string =>
  `${place} has the host key ${fingerprint}, which nobody has confirmed yet. Compare it with what the people who run the server say, then confirm it. Nothing was sent.`;
const describeChangedHostKey = ({ place, fingerprint }: { place: string; fingerprint: string }): string =>
  `${place} has the host key ${fingerprint}, another one than was confirmed. Somebody may be in between: ask the people who run the server before you confirm the new one. Nothing was sent.`;

type FileMissing =
  | { case: 'upload_gone' }
  | { case: 'no_server' }
  | { case: 'folder_unreadable'; paths: string[]; folder: string }
  | { case: 'not_in_folder'; paths: string[]; similar: string[]; others: number };
function describeMissingFile(params: FileMissing): string {
  if (params.case === 'upload_gone') return 'The uploaded file is no longer there. Upload it again.';
  if (params.case === 'no_server')
    return 'This data source has no server: it takes files by upload only. Upload one to sync everybody.';
  const noFile = `There is no file ${quoteNames(params.paths, ' or ')} on the server.`;
  if (params.case === 'folder_unreadable') {
    const where = params.folder && ` The folder “${params.folder}” cannot be listed either: check it first.`;
    return `${noFile}${where} Names are case-sensitive.`;
  }
  const { similar, others } = params;
  if (similar.length > 0)
    return `${noFile} In that folder there is ${quoteNames(similar, ' or ')}; names are case-sensitive.`;
  if (others === 0) return `${noFile} That folder is empty.`;
  return `${noFile} That folder has ${others === 1 ? '1 other file' : `${others} others`}, none with a name like it.`;
}

type FileRefused =
  | { case: 'folder'; path: string }
  | ({ case: 'denied' } & FileStep)
  | ({ case: 'status'; answer: string } & FileStep);
function describeRefusedFile(params: FileRefused): string {
  switch (params.case) {
    case 'folder':
      return `“${params.path}” is a folder. Enter the path of a file.`;
    case 'denied':
      return `The server does not allow this account to go on ${describeFileStep(params)}: permission denied.`;
    case 'status':
      return `The server refused while ${describeFileStep(params)} (${params.answer}).`;
  }
}

export const CONNECTION_SENTENCES = {
  source_url_invalid: withContext(describeInvalidUrl),
  source_url_private: withContext(describePrivateUrl),
  source_unreachable: withContext(describeUnreachable),
  source_refused_credentials: withContext(describeRefusedCredentials),
  source_answered_error: withContext(describeErrorResponse),
  source_rate_limited: withContext(describeRateLimit),
  source_redirects: withContext(describeRedirects),
  source_stalled: withContext(describeStall),
  source_not_ssh: withContext(describeNotSsh),
  ssh_nothing_in_common: withContext(describeNoCommonAlgorithm),
  host_key_unconfirmed: withContext(describeUnconfirmedHostKey),
  host_key_changed: withContext(describeChangedHostKey),
  file_missing: withContext(describeMissingFile),
  file_refused: withContext(describeRefusedFile),
};
