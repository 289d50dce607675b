/** Why a person could not be processed. */
export const RECORD_ERROR_CODES = [
  'invalid_json',
  'invalid_utf8',
  'data_removed',
  'not_an_object',
  'expression_failed',
  'expression_budget',
  'required_missing',
  'invalid_email',
  'invalid_url',
  'invalid_date',
  'invalid_number',
  'invalid_boolean',
  'invalid_text',
  'invalid_list',
  'unknown_status',
  'invalid_role',
  'employee_id_conflict',
  'id_format_changed',
  'duplicate_in_feed',
  'email_taken',
  'changed_since_plan',
  'termination_date_ignored',
] as const;
export type RecordErrorCode = (typeof RECORD_ERROR_CODES)[number];
/** One thing that is wrong with one person, with all that an admin needs to mend it. */
export interface RecordError {
  code: RecordErrorCode;
  /** The attribute concerned; null when the whole record is. */
  attribute: string | null;
  expression: string | null;
  /** What the expression yielded, as short JSON text (at most 200 characters). */
  received: string | null;
  /** One or two plain sentences: what is wrong, and what to do. */
  message: string;
}

const MAX_PREVIEW_LENGTH = 200;
const TOO_DEEP = '(nested too deeply to show)';

const toJson = (value: unknown): string => {
  // JSON has no infinite number and would say null.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return TOO_DEEP;
  }
};

/** What an expression gave, as JSON text of at most 200 characters, for an error message. */
export const previewValue = (value: unknown): string => {
  const text = toJson(typeof value === 'string' ? value.slice(0, MAX_PREVIEW_LENGTH + 1) : value);
  if (text.length <= MAX_PREVIEW_LENGTH) return text;
  const cut = text.slice(0, MAX_PREVIEW_LENGTH - 1);
  // Half a surrogate pair at the cut would be no valid text for whoever stores it.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
};

const about = (attribute: string, received: string | null) => ({
  attribute,
  expression: null,
  received: received === null ? null : JSON.stringify(received),
});

/** Errors that matching and settling find; those of a mapping come from the mapping itself. */
export const recordErrors = {
  idFormatChanged: (received: string, known: string | null): RecordError => ({
    code: 'id_format_changed',
    ...about('employee_id', received),
    message: known
      ? `The employee ID is ${received}, but this person is known as ${known}. Restore the format in the data source; nothing was changed.`
      : `The employee ID ${received} looks like a number that a spreadsheet rewrote. Format that column as text in the data source.`,
  }),
  employeeIdConflict: (email: string, received: string | null, holder: string | null): RecordError => ({
    code: 'employee_id_conflict',
    ...about('employee_id', received),
    message: `The e-mail ${email} belongs to a user with another employee ID${holder ? ` (${holder})` : ''}. If it is the same person, correct the employee ID; if not, give the new person another e-mail.`,
  }),
  emailTaken: (email: string): RecordError => ({
    code: 'email_taken',
    ...about('email', email),
    message: `The e-mail ${email} is still held by another user who keeps it. Free it in the data source first.`,
  }),
  sharedEmail: (email: string): RecordError => ({
    code: 'duplicate_in_feed',
    ...about('email', email),
    message: `Several people in this feed have the e-mail ${email}. Give each their own.`,
  }),
  duplicate: (rows: number): RecordError => ({
    code: 'duplicate_in_feed',
    ...about('employee_id', null),
    message: `This person is in the feed ${rows} times with different values, and nothing says which row counts. Remove the wrong rows, or set a primary-row expression.`,
  }),
  changedSincePlan: (): RecordError => ({
    code: 'changed_since_plan',
    attribute: null,
    expression: null,
    received: null,
    message: 'This user was changed after the plan was made, so the plan was not applied to them. Run a new sync.',
  }),
  terminationDateIgnored: (received: string): RecordError => ({
    code: 'termination_date_ignored',
    ...about('termination_date', received),
    message: `The termination date ${received} is before the hire date, so it was ignored. Correct it in the data source.`,
  }),
} as const;
