import type { FC } from 'hono/jsx';
import type { SourceTestResult, TestedRecord } from '../../../app/data-sources/test-source.ts';
import { describeFault } from '../../../domain/shared/fault.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import { ConnectionLog } from '../../frame/connection-log.tsx';
import { Icon } from '../../frame/icons.tsx';
import { countNoun, formatAttribute, formatBytes, sourceLabel } from '../../frame/labels.ts';
import { ErrorMessage, swapButtonProps } from '../shared/inputs.tsx';

export const TestResult: FC<{ kind: string; test: SourceTestResult; action: string }> = ({ kind, test, action }) => {
  const { fault, doubt, records, estimate, mappingVersion, exchanges } = test;
  return (
    <section class="source-test" aria-labelledby="source-test-title">
      <h2 id="source-test-title">Test of the connection</h2>
      {fault ? (
        <p class="notice notice-failed" role="alert">
          <Icon name="alert" />
          <span>{describeFault(fault)}</span>
        </p>
      ) : (
        <p class="notice notice-completed" role="status">
          <Icon name="check" />
          <span>
            {sourceLabel(kind)} answers as a sync needs it. {estimate && describeEstimate(estimate)} Nothing was saved,
            and nobody was changed.
          </span>
        </p>
      )}
      {fault?.code === 'host_key_unconfirmed' && (
        <div class="form-actions">
          <button
            class="button"
            type="submit"
            name="confirm_host_key"
            value={String(fault.details?.fingerprint ?? '')}
            hx-select="#group-server"
            {...swapButtonProps(`${action}/fields`, '#group-server')}
          >
            It is the right server: fill in this key
          </button>
        </div>
      )}
      {test.file && (
        <p class="muted">
          The file is {test.file.name}, {formatBytes(test.file.size)}
          {test.file.modified_at && `, last written to at ${test.file.modified_at.slice(0, 16).replace('T', ' ')} UTC`}.
        </p>
      )}
      {doubt && (
        <p class="notice notice-held">
          <Icon name="alert" />
          <span>{doubt}</span>
        </p>
      )}
      {records.length > 0 && (
        <p class="muted">
          The first {countNoun(records.length, 'record')}, as received
          {mappingVersion === null
            ? '. There is no mapping for this data source yet: make one under People, with what you see here.'
            : ` and as mapping ${mappingVersion} reads them.`}
        </p>
      )}
      {records.map((record, index) => (
        <TestedRecordDetails record={record} number={index + 1} />
      ))}
      <details class="ledger" open={fault !== null}>
        <summary>Connection log</summary>
        <ConnectionLog exchanges={[...exchanges]} />
      </details>
    </section>
  );
};

const ESTIMATE_ORIGIN = {
  all: '',
  declared: ', as the data source declares',
  size: ', from the length of the answer',
  at_least: '',
} as const;

function describeEstimate({ people, how }: NonNullable<SourceTestResult['estimate']>): string {
  if (how === 'at_least') return `At least ${countNoun(people, 'person', 'people')}; more follow.`;
  return `${how === 'size' ? 'About ' : ''}${countNoun(people, 'person', 'people')}${ESTIMATE_ORIGIN[how]}.`;
}

const TestedRecordDetails: FC<{ record: TestedRecord; number: number }> = ({ record, number }) => (
  <details class="test-record" open={number === 1}>
    <summary>
      {recordTitle(record, number)}
      {record.person && record.person.errors.length > 0 && (
        <span class="badge badge-failed">
          <Icon name="cross" />
          {countNoun(record.person.errors.length, 'error')}
        </span>
      )}
    </summary>
    <div class="test-record-halves">
      <div class="test-record-half">
        <h3>As received</h3>
        <section class="code-box" tabindex={0} aria-label={`Record ${number} as received`}>
          <pre class="code">{record.cut ? `${record.raw}…` : formatJson(record.raw)}</pre>
        </section>
      </div>
      <MappedValues person={record.person} />
    </div>
  </details>
);

const recordTitle = ({ person }: TestedRecord, number: number): string => {
  const { full_name, email } = person?.attributes ?? {};
  const name = [full_name, email].find((value) => typeof value === 'string');
  return name === undefined ? `Record ${number}` : `Record ${number}: ${name}`;
};

function formatJson(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}

const MappedValues: FC<Pick<TestedRecord, 'person'>> = ({ person }) => {
  if (!person) return null;
  const values = Object.entries(person.attributes).filter(([, value]) => value !== null);
  return (
    <div class="test-record-half">
      <h3>Mapped</h3>
      {person.errors.map(({ attribute, message }) => (
        <ErrorMessage>
          {attribute && `${attributeLabel(attribute)}: `}
          {message}
        </ErrorMessage>
      ))}
      <dl class="facts">
        {values.map(([key, value]) => (
          <div>
            <dt>{attributeLabel(key)}</dt>
            <dd>{formatAttribute(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
