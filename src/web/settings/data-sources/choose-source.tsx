import type { FC } from 'hono/jsx';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { sourceOf } from '../../../sources/registry.ts';
import { sourceLabel } from '../../frame/labels.ts';

interface SourceAdvice {
  kind: SourceKind;
  /** When to take this kind. */
  when: string;
  what: string;
  who: string;
}

/** In the order in which they should be considered. */
const SOURCE_ADVICE: SourceAdvice[] = [
  {
    kind: 'workday',
    when: 'Your HR system is Workday.',
    what: 'Rollcall reads a report that you publish as a web service, on a schedule.',
    who: 'You set it up here: the URL of the report, and a user name and password or OAuth 2.0.',
  },
  {
    kind: 'scim',
    when: 'People are kept in an identity provider: Okta, Microsoft Entra ID, OneLogin.',
    what: 'The identity provider pushes each change as it happens; nothing is fetched.',
    who: 'You set it up there, with an address and a token from here.',
  },
  {
    kind: 'http-api',
    when: 'Your system answers a web request with everybody, as JSON or CSV, perhaps in pages.',
    what: 'Rollcall asks for all people on a schedule. The usual ways to sign in and to page are known.',
    who: 'You set it up here, without code.',
  },
  {
    kind: 'csv-sftp',
    when: 'No API can be used, but your system can write a file every night.',
    what: 'Rollcall fetches the newest file. Changes come with the next file.',
    who: 'You set it up here, or upload the file by hand.',
  },
  {
    kind: 'custom',
    when: 'None of these fits: an API of its own kind, requests that must be signed, or a protocol of the vendor.',
    what: 'An engineer writes a wrapper that signs in and fetches. All the rest works as with every other data source.',
    who: 'An engineer deploys the code; you then choose it here and enter its secrets.',
  },
];

/** Shown while no data source is set up. @param baseUrl `/{tenant}/settings/data-sources` */
export const ChooseSource: FC<{ baseUrl: string }> = ({ baseUrl }) => (
  <div class="choose">
    <p>
      No data source is set up yet. Take the first one that fits. Whichever it is, mapping, dry runs and everything
      after work the same, and you can switch later.
    </p>
    <ul class="sources-to-choose">
      {SOURCE_ADVICE.map(({ kind, when, what, who }) => (
        <li class="source-to-choose">
          <h3>{sourceLabel(kind)}</h3>
          <p>{when}</p>
          <p class="source-more">
            {what} {who}
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
