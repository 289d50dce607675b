import type { IssueProblem } from '../../../lib/zod-issue.ts';

type InvalidBody =
  /** A sentence of a schema or a record, which names the field. `problems`: everything that the schema found. */
  | { sentence: string; problems?: IssueProblem[] }
  | { problem: 'too_large'; megabytes: number }
  | { problem: 'empty' | 'not_utf8' | 'malformed' | 'not_sent_as_json' | 'not_sent_as_file' | 'record_or_payload' }
  /** `position` is null when the text ends too early. */
  | { problem: 'not_json'; position: number | null }
  | { problem: 'file_empty' | 'file_not_chosen' }
  | { problem: 'file_too_large'; megabytes: number }
  | { problem: 'name_missing' }
  | { problem: 'name_too_long'; limit: number }
  | { problem: 'payload_too_large'; kilobytes: number }
  /** The JavaScript engine reports line and character, or only the character in the whole text, or neither. */
  | { problem: 'payload_not_json'; line: number | null; character: number | null };

function describeInvalidBody(params: InvalidBody): string {
  if ('sentence' in params) return params.sentence;
  switch (params.problem) {
    case 'too_large':
      return `The body is larger than ${params.megabytes} MB.`;
    case 'empty':
      return 'The body is empty. Send JSON, or no Content-Type.';
    case 'not_utf8':
      return 'The body is not valid UTF-8.';
    case 'malformed':
      return 'The body is not valid JSON.';
    case 'not_json':
      return params.position === null
        ? 'The body is not valid JSON: it ends too early.'
        : `The body is not valid JSON, at position ${params.position}.`;
    case 'not_sent_as_json':
      return 'Send the body as JSON, with Content-Type: application/json.';
    case 'not_sent_as_file':
      return 'Send the file as the body, with Content-Type: text/csv or application/gzip.';
    case 'record_or_payload':
      return 'Give either “record” or “payload”.';
    case 'file_empty':
      return 'The file is empty. Send one with a header and people.';
    case 'file_not_chosen':
      return 'Choose a file.';
    case 'file_too_large':
      return `This file is larger than ${params.megabytes} MB. Pack it with gzip, or send it with PUT /files/people of the API.`;
    case 'name_missing':
      return 'Give it a name.';
    case 'name_too_long':
      return `Use at most ${params.limit} characters.`;
    case 'payload_too_large':
      return `This payload is larger than ${params.kilobytes} KB. Paste a smaller one.`;
    case 'payload_not_json':
      return `This payload is not valid JSON${describePlace(params)}. Paste one JSON object.`;
  }
}

function describePlace({ line, character }: { line: number | null; character: number | null }): string {
  if (character === null) return ': it ends too early';
  return line === null ? `, at character ${character}` : `, at line ${line}, character ${character}`;
}

export const DOOR_SENTENCES = {
  invalid_body: describeInvalidBody,
  invalid_query: ({ sentence }: { sentence: string }) => sentence,
  unauthenticated: (_: Record<string, never>) => 'Send an API token of this tenant: Authorization: Bearer rc_….',
  forbidden: ({ reason }: { reason: 'not_an_admin' | 'cross_site' }) =>
    reason === 'cross_site'
      ? 'This came from another site, so nothing was done. Open the page here and retry.'
      : 'This needs a token with the role admin.',
  too_many_attempts: (_: Record<string, never>) => 'Too many attempts. Wait a minute, then try again.',
  wrong_credentials: ({ given }: { given: 'password' | 'bootstrap_secret' }) =>
    given === 'password'
      ? 'This e-mail and password do not match.'
      : 'This is not the bootstrap secret of this Rollcall.',
  /** @param params.slug the tenant that has admins; null when it is the secret that was used before */
  already_set_up: ({ slug }: { slug: string | null }) =>
    slug === null
      ? 'This secret has been used. Set a new BOOTSTRAP_SECRET to add a tenant.'
      : `/${slug} has admins already. Ask one of them to add you.`,
} as const;
