import type { FC } from 'hono/jsx';
import { STANDARD_ATTRIBUTES } from '../../../../domain/user/attributes.ts';
import type { FillRates } from '../../../../syncs/mapping/fill-rates.ts';
import { attributeLabel, counted, number } from '../../../frame/words.ts';
import { TesterTree } from './person.tsx';
import { type PersonView, shownOf, type TesterView } from './read.ts';
import { TriedResult } from './result.tsx';
import { fillId, resultId } from './tester.ts';

/** Places of the form have dots and brackets in them, which `#` would take for something else. */
const byId = (id: string): string => `[id="${id}"]`;

/** What every field of the form has to show now; swapped into their places, the payload only when it is another. */
export const LiveResults: FC<{
  view: PersonView & Pick<TesterView, 'tried' | 'texts'>;
  names: readonly string[];
  shown: string | null;
}> = ({ view, names, shown }) => {
  const tried = new Map(view.tried.map((one) => [one.path, one]));
  return (
    <>
      {names.map((name) => {
        const one = tried.get(name);
        return (
          <hx-partial hx-target={byId(resultId(name))} hx-swap="innerMorph">
            {one && <TriedResult tried={one} text={view.texts.get(name) ?? ''} />}
          </hx-partial>
        );
      })}
      {shown !== shownOf(view) && (
        <hx-partial hx-target="#tester-tree" hx-swap="outerHTML">
          <TesterTree {...view} />
        </hx-partial>
      )}
    </>
  );
};

const share = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${part < whole ? Math.min(99, Math.round((100 * part) / whole)) : 100} %`;

const fillWords = ({ filled, distinct, failed }: FillRates['attributes'][string], counted: number): string =>
  [
    `${share(filled, counted)} filled`,
    `${number(distinct)} different`,
    ...(failed > 0 ? [`${number(failed)} failed`] : []),
  ].join(' · ');

/** Who was counted, in words. */
export const countedWords = ({ people, counted: seen, version, syncId }: FillRates): string =>
  `${seen < people ? `Of the first ${number(seen)} of ${number(people)}` : `Of all ${counted(people, 'person', 'people')}`} in sync ${syncId}, with version ${version} of the mapping`;

/** How full each attribute is, swapped into its place in the form. @param custom keys of custom attributes as the form lists them */
export const LiveFill: FC<{ rates: FillRates; custom: readonly string[] }> = ({ rates, custom }) => (
  <>
    {Object.entries(rates.attributes).map(([key, fill]) => {
      const at = custom.indexOf(key);
      const isStandard = STANDARD_ATTRIBUTES.some((attribute) => attribute.key === key);
      if (at < 0 && !isStandard) return null;
      const name = isStandard ? `standard.${key}.expression` : `custom[${at}].expression`;
      return (
        <hx-partial hx-target={byId(fillId(name))} hx-swap="innerHTML">
          <span title={countedWords(rates)}>{fillWords(fill, rates.counted)}</span>
        </hx-partial>
      );
    })}
  </>
);

/** The same as a table, for a page of its own. */
export const FillTable: FC<{ rates: FillRates }> = ({ rates }) => (
  <table class="table">
    <caption class="table-caption">{countedWords(rates)}</caption>
    <thead>
      <tr>
        <th scope="col">Attribute</th>
        <th scope="col">Have a value</th>
        <th scope="col">Different values</th>
        <th scope="col">Failed</th>
      </tr>
    </thead>
    <tbody>
      {Object.entries(rates.attributes).map(([key, { filled, distinct, failed }]) => (
        <tr>
          <th scope="row">{attributeLabel(key)}</th>
          <td data-label="Have a value">
            {number(filled)} ({share(filled, rates.counted)})
          </td>
          <td data-label="Different values">{number(distinct)}</td>
          <td data-label="Failed">{number(failed)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
