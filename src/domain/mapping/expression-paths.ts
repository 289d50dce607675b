export const EXPRESSION_PATHS = {
  standard: (key: string) => `standard.${key}.expression`,
  custom: (index: number) => `custom[${index}].expression`,
  restrictedRole: 'restricted_role.expression',
  include: 'include',
  primaryRow: 'primary_row',
} as const;

export interface PlacedExpression {
  path: string;
  text: string;
}

/** Whatever else is wrong with the body, in its order. Empty ones are left out: those are a problem of the shape. */
export function expressionsIn(body: unknown): PlacedExpression[] {
  const { standard, custom, restricted_role, include, primary_row } = asObject(body);
  const found: { path: string; text: unknown }[] = [];
  for (const [key, attribute] of Object.entries(asObject(standard))) {
    found.push({ path: EXPRESSION_PATHS.standard(key), text: asObject(attribute).expression });
  }
  for (const [index, attribute] of (Array.isArray(custom) ? custom : []).entries()) {
    found.push({ path: EXPRESSION_PATHS.custom(index), text: asObject(attribute).expression });
  }
  found.push({ path: EXPRESSION_PATHS.restrictedRole, text: asObject(restricted_role).expression });
  found.push({ path: EXPRESSION_PATHS.include, text: include });
  found.push({ path: EXPRESSION_PATHS.primaryRow, text: primary_row });
  return found.flatMap(({ path, text }) => (typeof text === 'string' && text.trim() !== '' ? [{ path, text }] : []));
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
