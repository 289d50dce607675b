import type { FC } from 'hono/jsx';
import type { UnmappedReport, UnmappedValue } from '../../domain/sync/unmapped.ts';
import { counted, listed, number } from '../frame/words.ts';

const MOST_NAMED = 5;

/** "HR (8), Ops (4) and 3 more". */
function valuesInWords(values: readonly UnmappedValue[]): string {
  const named = values.slice(0, MOST_NAMED).map(({ value, people }) => `${value} (${number(people)})`);
  return values.length > MOST_NAMED
    ? listed([named.join(', '), `${number(values.length - MOST_NAMED)} more`])
    : listed(named);
}

/** Values that the lookups of a sync did not find, by table, each with the way to add them. */
export const Unmapped: FC<{ report: UnmappedReport; settings: string }> = ({
  report: { values, people, more },
  settings,
}) => {
  if (values.length === 0) return null;
  const byTable = Map.groupBy(values, ({ table }) => table);
  return (
    <div class="notice unmapped">
      <p>
        {more && 'At least '}
        {counted(values.length, 'value')} {values.length === 1 ? 'is' : 'are'} in no table,{' '}
        {people === 1 ? '1 person' : `${number(people)} people`}:
      </p>
      <ul>
        {[...byTable].map(([table, missing]) => (
          <li>
            <a href={`${settings}/tables/${table}`}>{table}</a>: {valuesInWords(missing)}
          </li>
        ))}
      </ul>
    </div>
  );
};
