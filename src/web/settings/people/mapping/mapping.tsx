import type { FC } from 'hono/jsx';
import type { Fault } from '../../../../domain/fault.ts';
import type { SourceKind } from '../../../../domain/sync/words.ts';
import type { MappingVersion } from '../../../../store/mappings.ts';
import { Icon } from '../../../frame/icons.tsx';
import { Time } from '../../../frame/time.tsx';
import { sourceWord } from '../../../frame/words.ts';
import { Refused } from '../../../syncs/dialogs.tsx';
import { BrokenCases } from '../cases/broken.tsx';
import { type Conflict, ConflictForm } from './conflict.tsx';
import type { MappingForm } from './form.ts';
import { MappingFields } from './mapping-form.tsx';
import type { Problems } from './problems.ts';

/** The mapping's part of the page, as it stands. */
export interface MappingView {
  /** `/{tenant}/settings/integrations`. */
  base: string;
  syncs: string;
  source: SourceKind;
  form: MappingForm;
  problems: Problems;
  /** Why nothing was done, when that is about no field. */
  refusal: Fault | null;
  conflict: Conflict | null;
  /** The version in force. */
  version: MappingVersion | null;
  /** It has just been saved. */
  saved: boolean;
  now: number;
}

/** The mapping of one data source; every answer to its form replaces it as a whole. */
export const MappingPart: FC<MappingView> = ({
  base,
  syncs,
  source,
  form,
  problems,
  refusal,
  conflict,
  version,
  saved,
  now,
}) => (
  <div id="mapping">
    {saved && version && (
      <div class="notice notice-completed" role="status">
        <Icon name="check" />
        <p>Version {version.version} of the mapping is saved. Every sync that starts from now on uses it.</p>
      </div>
    )}
    <Refused fault={refusal} base={syncs} />
    {refusal?.code === 'cases_changed' && <BrokenCases fault={refusal} />}
    {refusal?.code === 'snapshot_missing' && (
      <form class="mapping-again" method="post" action={syncs}>
        <button class="button" type="submit">
          Start a dry run
        </button>
      </form>
    )}
    {conflict ? (
      <ConflictForm action={`${base}/people`} back={`${base}?source=${source}#people`} conflict={conflict} now={now} />
    ) : (
      <>
        {version && (
          <p class="muted">
            Version {version.version} of the mapping of {sourceWord(source)}, saved by {version.createdBy}{' '}
            <Time at={version.createdAt} now={now} />
            {version.note && `: ${version.note}`}
          </p>
        )}
        <MappingFields action={`${base}/people`} source={source} form={form} problems={problems}>
          <button
            class="button"
            id="preview"
            type="submit"
            formaction={`${base}/people/preview`}
            hx-post={`${base}/people/preview`}
            hx-target="#drawer"
            hx-swap="innerHTML"
            hx-push-url="false"
          >
            What would change
          </button>
          <button class="button button-primary" id="save-mapping" type="submit" name="act" value="save">
            Save mapping
          </button>
        </MappingFields>
      </>
    )}
  </div>
);
