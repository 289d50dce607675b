import { type AttributeType, type AttributeValue, STANDARD_ATTRIBUTES, type StandardKey } from '../user/attributes.ts';
import { toBoolean } from './coerce/boolean.ts';
import type { Coerced } from './coerce/coerced.ts';
import { toDate } from './coerce/date.ts';
import { toEmail } from './coerce/email.ts';
import { toList } from './coerce/list.ts';
import { toNumber } from './coerce/number.ts';
import { statusTable, toStatus } from './coerce/status.ts';
import { toEmployeeId, toText, toTrimmedText } from './coerce/text.ts';
import { toUrl } from './coerce/url.ts';
import type { Mapping } from './schema.ts';

type Coerce = (value: unknown) => Coerced<AttributeValue>;

const BY_TYPE: Record<AttributeType, Coerce> = {
  text: toText,
  number: toNumber,
  boolean: toBoolean,
  date: toDate,
  list: toList,
};

/** Standard attributes that are more than their type says. */
const BY_KEY: Partial<Record<StandardKey, Coerce>> = {
  email: toEmail,
  picture_url: toUrl,
  employee_id: toEmployeeId,
  manager: toTrimmedText,
};

/** One attribute of a mapping with all that its evaluation needs. */
export interface MappedAttribute {
  key: string;
  label: string;
  expression: string;
  coerce: Coerce;
  required: boolean;
  keepsOnNull: boolean;
}

const standardAttributes = ({ standard, no_email }: Mapping): MappedAttribute[] =>
  STANDARD_ATTRIBUTES.flatMap(({ key, label, type, required }) => {
    const attribute = standard[key];
    if (attribute === undefined) return [];
    const table = statusTable(standard.status?.values);
    const coerce = key === 'status' ? (value: unknown) => toStatus(value, table) : (BY_KEY[key] ?? BY_TYPE[type]);
    const keepsOnNull = attribute.null_policy === 'keep';
    const spared = key === 'email' && no_email === 'skip';
    return [{ key, label, expression: attribute.expression, coerce, required: required && !spared, keepsOnNull }];
  });

const customAttributes = ({ custom }: Mapping): MappedAttribute[] =>
  custom.map(({ key, type, expression, null_policy }) => ({
    key,
    label: key,
    expression,
    coerce: BY_TYPE[type],
    required: false,
    keepsOnNull: null_policy === 'keep',
  }));

/** The attributes of a mapping in the order of every page: standard ones first, then custom ones as listed. */
export const mappedAttributes = (mapping: Mapping): MappedAttribute[] => [
  ...standardAttributes(mapping),
  ...customAttributes(mapping),
];
