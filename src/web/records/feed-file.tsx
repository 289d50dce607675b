import type { FC } from 'hono/jsx';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import { durationOf, Time } from '../frame/time.tsx';
import { bytesWord } from '../frame/words.ts';

interface FeedFileProps {
  feed: FeedFile;
  now: number;
}

/** Which file a sync read: its name, how old it was then, its size, and what its bytes can be known again by. */
export const FeedFileFact: FC<FeedFileProps> = ({ feed, now }) => (
  <>
    <span class="feed-name">{feed.name}</span>
    {feed.modified_at && (
      <span class="cell-sub">
        {feed.from === 'upload' ? 'uploaded' : 'written'} <Time at={Date.parse(feed.modified_at)} now={now} />
        {feed.from === 'server' &&
          feed.age_seconds !== null &&
          `, ${durationOf(feed.age_seconds * 1000)} before it was read`}
      </span>
    )}
    <span class="cell-sub">
      {bytesWord(feed.size)}
      {feed.sha256 && (
        <>
          , SHA-256 <code title={feed.sha256}>{feed.sha256.slice(0, 12)}…</code>
        </>
      )}
    </span>
  </>
);

/** Said of a file that the sync before had read already: perhaps nobody writes new ones any more. */
export const SameFile: FC<FeedFileProps> = ({ feed, now }) =>
  feed.same_since === null ? null : (
    <p class="notice">
      <span>
        This is the same file, byte for byte, as in the sync before, and has been since{' '}
        <Time at={Date.parse(feed.same_since)} now={now} />. If there should be a new one, check the export.
      </span>
    </p>
  );
