import type { FC } from 'hono/jsx';
import type { MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import type { MappingVersion } from '../../../store/mappings.ts';
import { asks } from '../../frame/dialog.tsx';
import { MappingDiff } from './changes.tsx';

export interface OneVersion {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  at: string;
  /** The one that the address names. */
  shown: MappingVersion;
  /** The one that it is compared with; null for the first, which is compared with none. */
  other: MappingVersion | null;
  /** From the earlier of the two to the later. */
  changes: readonly MappingChange[];
  current: number;
}

/** Chooses another version to compare with. */
const CompareWith: FC<OneVersion> = ({ at, shown, other, current }) => (
  <form class="compare" method="get" action={`${at}/${shown.version}`}>
    <label for="with">Compare with version</label>
    <input
      class="input"
      type="number"
      id="with"
      name="with"
      min="1"
      max={String(current)}
      value={other ? String(other.version) : ''}
      required
    />
    <button class="button" type="submit">
      Compare
    </button>
  </form>
);

const betweenInWords = ({ version }: MappingVersion, other: MappingVersion | null): string =>
  other === null
    ? 'The first version'
    : `From version ${Math.min(version, other.version)} to version ${Math.max(version, other.version)}`;

/** One version of a mapping, as what differs from another one. */
export const MappingVersionPage: FC<OneVersion> = (view) => {
  const { shown, other, changes, current } = view;
  return (
    <>
      {shown.note && <p class="version-note">{shown.note}</p>}
      {current > 1 && <CompareWith {...view} />}
      <section class="section" aria-labelledby="differs">
        <h2 id="differs">{betweenInWords(shown, other)}</h2>
        {changes.length === 0 ? (
          <p class="notice">The two mappings are the same.</p>
        ) : (
          <MappingDiff changes={changes} />
        )}
      </section>
    </>
  );
};

/** What can be done with a version. */
export const VersionActions: FC<Pick<OneVersion, 'at' | 'shown' | 'current'>> = ({
  at,
  shown: { version },
  current,
}) => (
  <>
    {version > 1 && (
      <a class="button" href={`${at}/${version - 1}`}>
        Version {version - 1}
      </a>
    )}
    {version < current && (
      <>
        <a class="button" href={`${at}/${version + 1}`}>
          Version {version + 1}
        </a>
        <a class="button button-primary" id="restore" {...asks(`${at}/${version}/restore`)}>
          Restore this version
        </a>
      </>
    )}
  </>
);
