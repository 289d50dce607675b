import type { FC } from 'hono/jsx';
import { sourceWord } from '../../../frame/words.ts';
import { type FormState, SourceFormPart } from './source-form.tsx';

/** The settings of one data source. */
export const SourcePage: FC<FormState & { back: string }> = ({ back, ...state }) => (
  <>
    <p class="source-back">
      <a href={back}>All data sources</a>
    </p>
    <SourceFormPart {...state} />
  </>
);

export const sourceTitle = (kind: string): string => `${sourceWord(kind)} settings`;
