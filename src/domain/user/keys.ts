/** Employee ID for comparing: trimmed, without case. Null for nothing. */
export const employeeText = (id: string | null): string | null => id?.trim().toLowerCase() || null;

/**
 * The key under which an employee ID is unique and found: as employeeText, without leading zeros. `00123` and `123` meet
 * here on purpose: a spreadsheet that dropped the zeros must not make a second person, nor end the first.
 */
export const employeeKey = (id: string | null): string | null => {
  const text = employeeText(id);
  return text && (text.replace(/^0+(?=.)/, '') || text);
};

/** E-mail for comparing: trimmed, without case. Null for nothing. */
export const emailKey = (email: string | null): string | null => email?.trim().toLowerCase() || null;

/** An ID that a spreadsheet turned into a number, such as `1.2E+10`. */
export const isScientific = (id: string): boolean => /^\d(?:[.,]\d+)?e\+\d+$/i.test(id.trim());
