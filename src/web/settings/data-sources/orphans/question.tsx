import type { Chosen, OrphanFate } from '../../../../store/orphans.ts';
import { Answer, type Question } from '../../../frame/dialog.tsx';
import { counted } from '../../../frame/words.ts';

interface OrphanChoice {
  at: string;
  who: Chosen;
  fate: OrphanFate;
  count: { all: number; protected: number };
}

/** Asks before orphans are decided about, in numbers. */
export function orphanQuestion({ at, who, fate, count }: OrphanChoice): Question {
  const ends = fate === 'end';
  const many = who === 'all' ? count.all - (ends ? count.protected : 0) : who.length;
  const title = ends ? `End access for ${counted(many, 'user')}` : `Keep ${counted(many, 'user')}`;
  return {
    title,
    section: 'settings',
    action: `${at}/decide`,
    back: at,
    buttons: <Answer danger={ends}>{title}</Answer>,
    body: (
      <>
        <input type="hidden" name="fate" value={fate} />
        {who === 'all' ? (
          <input type="hidden" name="all" value="yes" />
        ) : (
          who.map((id) => <input type="hidden" name="user" value={id} />)
        )}
        <p>
          {ends
            ? `This ends access for ${counted(many, 'user')} at once, as if by hand on each profile. Nothing is deleted. Should the data source in use send them one day, they are restored.`
            : `${counted(many, 'user stays', 'users stay')} active, ${many === 1 ? 'belongs' : 'belong'} to no data source, and ${many === 1 ? 'is' : 'are'} not listed here again. A data source that sends them one day takes them over.`}
        </p>
        {ends && count.protected > 0 && <p>Protected users keep their access and stay listed.</p>}
      </>
    ),
  };
}
