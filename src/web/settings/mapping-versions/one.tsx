import type { FC } from 'hono/jsx';
import type { MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import type { MappingVersion } from '../../../store/mappings.ts';
import { asks } from '../../frame/dialog.tsx';
import { MappingDiff } from './changes.tsx';

export interface OneVersion {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  at: string;
  shown: MappingVersion;
  /** The one that it is compared with; null for the first, which is compared with none. */
  other: MappingVersion | null;
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

/** One version of a mapping, as what differs from another one. */
export const MappingVersionPage: FC<OneVersion> = (view) => {
  const { shown, other, changes, current } = view;
  return (
    <>
      {shown.note && <p class="version-note">{shown.note}</p>}
      {current > 1 && <CompareWith {...view} />}
      <h2>{other ? `From version ${other.version} to version ${shown.version}` : 'The first version'}</h2>
      {changes.length === 0 ? <p class="notice">The two mappings are the same.</p> : <MappingDiff changes={changes} />}
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
