import type { FC } from 'hono/jsx';
import type { Fault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import { Icon } from '../../frame/icons.tsx';
import { sourceLabel } from '../../frame/labels.ts';
import { Time } from '../../frame/time.tsx';
import { RefusalNotice } from '../../syncs/dialogs.tsx';
import { ChangedCaseList, changedCasesOf } from './changed-cases.tsx';
import { ConflictForm, type SaveConflict } from './conflict.tsx';
import { MAPPING_FORM_ID, type MappingFormState } from './expression-row.tsx';
import { MappingForm } from './form.tsx';

export interface MappingEditorView extends MappingFormState {
  /** `/{tenant}/settings/integrations`. */
  baseUrl: string;
  syncsUrl: string;
  source: SourceKind;
  /** A fault that belongs to no field. */
  refusal: Fault | null;
  conflict: SaveConflict | null;
  version: MappingVersion | null;
  saved: boolean;
}

/** Every response to its form replaces the whole editor. */
export const MappingEditor: FC<MappingEditorView> = (view) => {
  const { baseUrl, syncsUrl, source, form, errors, refusal, conflict, version, saved } = view;
  const saveUrl = `${baseUrl}/people`;
  return (
    <div id="mapping">
      {saved && version && (
        <div class="notice notice-completed" role="status">
          <Icon name="check" />
          <p>Version {version.version} of the mapping is saved. Every sync that starts from now on uses it.</p>
        </div>
      )}
      <RefusalNotice fault={refusal} syncsPath={syncsUrl} />
      {refusal?.code === 'cases_changed' && <ChangedCases fault={refusal} />}
      {refusal?.code === 'snapshot_missing' && (
        <form class="mapping-again" method="post" action={syncsUrl}>
          <button class="button" type="submit">
            Start a dry run
          </button>
        </form>
      )}
      {conflict ? (
        <ConflictForm
          action={saveUrl}
          cancelUrl={`${baseUrl}?source=${source}#people`}
          form={form}
          conflict={conflict}
        />
      ) : (
        <>
          {version && (
            <p class="muted">
              Version {version.version} of the mapping of {sourceLabel(source)}, saved by {version.createdBy}{' '}
              <Time at={version.createdAt} />
              {version.note && `: ${version.note}`}
            </p>
          )}
          <MappingForm action={saveUrl} source={source} form={form} errors={errors}>
            <button
              class="button"
              id="preview"
              type="submit"
              formaction={`${saveUrl}/preview`}
              hx-post={`${saveUrl}/preview`}
              hx-target="#drawer"
              hx-swap="innerHTML"
              hx-push-url="false"
            >
              What would change
            </button>
            <button class="button button-primary" id="save-mapping" type="submit" name="act" value="save">
              Save mapping
            </button>
          </MappingForm>
        </>
      )}
    </div>
  );
};

const ChangedCases: FC<{ fault: Fault }> = ({ fault }) => (
  <div class="broken-cases" tabindex={-1} autofocus>
    <ChangedCaseList cases={changedCasesOf(fault)} />
    <button
      class="button button-danger"
      id="save-cases"
      type="submit"
      form={MAPPING_FORM_ID}
      name="act"
      value="save-cases"
    >
      Save all the same
    </button>
  </div>
);
