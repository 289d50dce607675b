import { SOURCE_NAMES, type SourceKind } from '../../../domain/sync/words.ts';
import { Answer, type Question } from '../../frame/dialog.tsx';
import { listed } from '../../frame/words.ts';

/** Asks before a table is removed; says why not where a mapping uses it. */
export function removeQuestion(tables: string, name: string, sources: readonly SourceKind[]): Question {
  const used = sources.length > 0;
  return {
    title: `Remove ${name}`,
    section: 'settings',
    action: `${tables}/${name}/remove`,
    back: `${tables}/${name}`,
    ...(used && { dismiss: 'Close' }),
    buttons: used ? null : <Answer danger>Remove the table</Answer>,
    body: used ? (
      <p class="notice notice-held">
        The mapping of {listed(sources.map((kind) => SOURCE_NAMES[kind]))} looks values up in {name}. Take it out of
        there first.
      </p>
    ) : (
      <p>No mapping in force uses this table. Its versions stay, for the syncs that used them.</p>
    ),
  };
}
