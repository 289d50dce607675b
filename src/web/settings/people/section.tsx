import type { FC } from 'hono/jsx';
import { Empty } from '../../frame/table.tsx';
import { ExpressionField } from './expression-field.tsx';
import type { PeopleView } from './read.ts';

/** How payloads become people. */
export const PeopleSection: FC<PeopleView> = ({ source, mapping }) =>
  source === null ? (
    <Empty title="No data source is enabled">
      <a class="button" href="#data-sources">
        Choose one
      </a>
    </Empty>
  ) : (
    <>
      <p>
        <a href={`mapping/${source}/versions`}>Versions of the mapping</a>, <a href="tables">value tables</a>
      </p>
      <p>{mapping === null ? 'No mapping yet.' : `Version ${mapping.version}, by ${mapping.createdBy}.`}</p>
      <ExpressionField name="standard.full_name.expression" label="Full name" value="" required />
    </>
  );
