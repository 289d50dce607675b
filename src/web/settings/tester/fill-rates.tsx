import type { FC } from 'hono/jsx';
import type { FillRates } from '../../../app/mapping/fill-rates.ts';
import { attributeLabel, STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { countNoun, formatCount } from '../../frame/labels.ts';
import { fillId, idSelector } from '../mapping/expression-row.tsx';

/** @param custom keys of custom attributes in the order of the form */
export const FillRatePartials: FC<{ rates: FillRates; custom: readonly string[] }> = ({ rates, custom }) => (
  <>
    {Object.entries(rates.attributes).map(([key, fill]) => {
      const index = custom.indexOf(key);
      const isStandard = STANDARD_ATTRIBUTES.some((attribute) => attribute.key === key);
      if (index < 0 && !isStandard) return null;
      const name = isStandard ? `standard.${key}.expression` : `custom[${index}].expression`;
      return (
        <hx-partial hx-target={idSelector(fillId(name))} hx-swap="innerHTML">
          <span title={describeCounted(rates)}>{describeFill(fill, rates.counted)}</span>
        </hx-partial>
      );
    })}
  </>
);

export const FillRateTable: FC<{ rates: FillRates }> = ({ rates }) => (
  <table class="table">
    <caption class="table-caption">{describeCounted(rates)}</caption>
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
            {formatCount(filled)} ({formatShare(filled, rates.counted)})
          </td>
          <td data-label="Different values">{formatCount(distinct)}</td>
          <td data-label="Failed">{formatCount(failed)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

function describeCounted({ people, counted, version, syncId }: FillRates): string {
  const subject =
    counted < people
      ? `Of the first ${formatCount(counted)} of ${formatCount(people)}`
      : `Of all ${countNoun(people, 'person', 'people')}`;
  return `${subject} in sync ${syncId}, with version ${version} of the mapping`;
}

const describeFill = ({ filled, distinct, failed }: FillRates['attributes'][string], counted: number): string =>
  [
    `${formatShare(filled, counted)} filled`,
    `${formatCount(distinct)} different`,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ].join(' · ');

/** Rounded up to 100 only when `part` is all of `whole`. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  return part < whole ? `${Math.min(99, Math.round((100 * part) / whole))} %` : '100 %';
}
