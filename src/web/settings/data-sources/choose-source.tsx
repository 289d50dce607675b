import type { FC } from 'hono/jsx';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { sourceOf } from '../../../sources/registry.ts';
import { sourceLabel } from '../../frame/labels.ts';

interface SourceAdvice {
  kind: SourceKind;
  condition: string;
  transfer: string;
  setup: string;
}

/** In the order in which an admin should consider them. */
const SOURCE_ADVICE: SourceAdvice[] = [
  {
    kind: 'workday',
    condition: 'Your HR system is Workday.',
    transfer: 'Rollcall reads a report that you publish as a web service, on a schedule.',
    setup: 'You set it up here: the URL of the report, and a user name and password or OAuth 2.0.',
  },
  {
    kind: 'scim',
    condition: 'People are kept in an identity provider: Okta, Microsoft Entra ID, OneLogin.',
    transfer: 'The identity provider pushes each change as it happens; nothing is fetched.',
    setup: 'You set it up there, with an address and a token from here.',
  },
  {
    kind: 'http-api',
    condition: 'Your system answers a web request with everybody, as JSON or CSV, perhaps in pages.',
    transfer: 'Rollcall asks for all people on a schedule. The usual ways to sign in and to page are known.',
    setup: 'You set it up here, without code.',
  },
  {
    kind: 'csv-sftp',
    condition: 'No API can be used, but your system can write a file every night.',
    transfer: 'Rollcall fetches the newest file. Changes come with the next file.',
    setup: 'You set it up here, or upload the file by hand.',
  },
  {
    kind: 'custom',
    condition: 'None of these fits: an API of its own kind, requests that must be signed, or a protocol of the vendor.',
    transfer:
      'An engineer writes a wrapper that signs in and fetches. All the rest works as with every other data source.',
    setup: 'An engineer deploys the code; you then choose it here and enter its secrets.',
  },
];

export const ChooseSource: FC<{ baseUrl: string }> = ({ baseUrl }) => (
  <div class="choose">
    <p>
      No data source is set up yet. Take the first one that fits. Whichever it is, mapping, dry runs and everything
      after work the same, and you can switch later.
    </p>
    <ul class="sources-to-choose">
      {SOURCE_ADVICE.map(({ kind, condition, transfer, setup }) => (
        <li class="source-to-choose">
          <h3>{sourceLabel(kind)}</h3>
          <p>{condition}</p>
          <p class="source-more">
            {transfer} {setup}
          </p>
          {sourceOf(kind) ? (
            <a class="button" id={`set-up-${kind}`} href={`${baseUrl}/${kind}`}>
              Set up {sourceLabel(kind)}
            </a>
          ) : (
            <p class="source-not-yet">This version of Rollcall does not have it yet.</p>
          )}
        </li>
      ))}
    </ul>
  </div>
);
