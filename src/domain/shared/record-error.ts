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

/** Stored and shown as it is. */
export interface RecordError {
  code: RecordErrorCode;
  /** Null when the whole record is concerned. */
  attribute: string | null;
  expression: string | null;
  /** What the expression gave, as JSON text of at most 200 characters. */
  received: string | null;
  message: string;
}

type NoParams = Record<string, never>;

const INVALID_TEXT = {
  list: "A text is needed here, but the expression gave a list. Take one element with [0], or combine them with join(', ', …).",
  object:
    'A text is needed here, but the expression gave an object or a number out of range. Let the expression name one field of it.',
  digits_lost:
    'This employee ID is a number with more than 15 digits, and its last digits are lost on the way. Let the data source send it as text.',
};

const SENTENCES = {
  invalid_json: ({ reason }: { reason: string }) => `This record is not valid JSON: ${reason}. The others were read.`,
  invalid_utf8: (_: NoParams) => 'This record is not valid UTF-8 text. Have the data source send UTF-8.',
  data_removed: (_: NoParams) => 'The personal data of this record was removed.',
  // `length`: how many values the record has, when it is a list. A CSV row is one when its values cannot be named.
  not_an_object: ({ length }: { length: number | null }) =>
    length === null
      ? 'This record is not a JSON object, so no attribute can be read from it. Correct what the data source sends.'
      : `This record is a list of ${length} values without names, so no attribute can be read from it. If it was a row of CSV: it has more or fewer values than the header, or a quote inside a value without quotes. Correct that row.`,
  // `unexpected`: the evaluator itself broke, so its reason is no sentence.
  expression_failed: ({ reason, unexpected }: { reason: string; unexpected: boolean }) =>
    unexpected ? `The expression could not be evaluated with this record: ${reason}` : reason,
  expression_budget: ({ reason }: { reason: string }) => reason,
  required_missing: ({ label }: { label: string }) =>
    `${label} is required, but this record has none. Fill it in the data source, or change the expression.`,
  invalid_email: ({ problem }: { problem: 'not_a_text' | 'malformed' }) =>
    problem === 'not_a_text'
      ? 'An e-mail address is needed here, as one text. Pick one, for example with [0].'
      : 'This is not a valid e-mail address. It needs one @, a domain with a dot, and no spaces. Correct it in the data source.',
  invalid_url: ({ problem }: { problem: 'not_a_text' | 'malformed' }) =>
    problem === 'not_a_text'
      ? 'A web address is needed here, as one text.'
      : 'This is not a web address. It must start with https:// or http:// and hold no spaces.',
  invalid_date: ({ ambiguous }: { ambiguous: boolean }) =>
    ambiguous
      ? 'This date could be read with the day or the month first. Let the data source send it as YYYY-MM-DD.'
      : 'This is not a date, or the calendar has no such day. Let the data source send it as YYYY-MM-DD.',
  invalid_number: (_: NoParams) =>
    'A number is needed here, such as 12 or 0.8. Write it with a point, without thousands separators and units.',
  invalid_boolean: (_: NoParams) => 'A yes or no is needed here: true, 1, yes or y, or else false, 0, no or n.',
  invalid_text: ({ problem }: { problem: keyof typeof INVALID_TEXT }) => INVALID_TEXT[problem],
  invalid_list: (_: NoParams) =>
    'A list of texts is needed here, but it holds an object or another list. Name one field of each element, as in Groups[*].Name.',
  unknown_status: (_: NoParams) =>
    'The value table of the status does not know this value. Add it there as active, on leave or terminated.',
  invalid_role: (_: NoParams) =>
    'The restricted-role expression must give a yes or no: true, 1, yes or y makes the role restricted; false, 0, no or n makes it regular.',
  employee_id_conflict: ({ email, holderId }: { email: string; holderId: string | null }) =>
    `The e-mail ${email} belongs to a user with another employee ID${holderId ? ` (${holderId})` : ''}. If it is the same person, correct the employee ID; if not, give the new person another e-mail.`,
  id_format_changed: ({ received, known }: { received: string; known: string | null }) =>
    known
      ? `The employee ID is ${received}, but this person is known as ${known}. Restore the format in the data source; nothing was changed.`
      : `The employee ID ${received} looks like a number that a spreadsheet rewrote. Format that column as text in the data source.`,
  duplicate_in_feed: (params: { email: string } | { rows: number }) =>
    'email' in params
      ? `Several people in this feed have the e-mail ${params.email}. Give each their own.`
      : `This person is in the feed ${params.rows} times with different values, and nothing says which row counts. Remove the wrong rows, or set a primary-row expression.`,
  email_taken: ({ email }: { email: string }) =>
    `The e-mail ${email} is still held by another user who keeps it. Free it in the data source first.`,
  changed_since_plan: (_: NoParams) =>
    'This user was changed after the plan was made, so the plan was not applied to them. Run a new sync.',
  termination_date_ignored: ({ received }: { received: string }) =>
    `The termination date ${received} is before the hire date, so it was ignored. Correct it in the data source.`,
} satisfies Record<RecordErrorCode, (params: never) => string>;

type RecordErrorParams = { [Code in RecordErrorCode]: Parameters<(typeof SENTENCES)[Code]>[0] };

export type RecordProblem = {
  [Code in RecordErrorCode]: { code: Code; params: RecordErrorParams[Code] };
}[RecordErrorCode];

export const recordError = <Code extends RecordErrorCode>(
  { code, params }: { code: Code; params: RecordErrorParams[Code] },
  { attribute = null, expression = null, received = null }: Partial<Omit<RecordError, 'code' | 'message'>> = {},
): RecordError => {
  // Widened, so that TypeScript relates the params to the code.
  const sentences: { [Each in RecordErrorCode]: (params: RecordErrorParams[Each]) => string } = SENTENCES;
  return { code, attribute, expression, received, message: sentences[code](params) };
};

const valueContext = (attribute: string, value: string | null) => ({
  attribute,
  received: value === null ? null : JSON.stringify(value),
});

/** Errors that matching and reconciling find; those of a mapping come from coercion. */
export const recordErrors = {
  /** @param known the employee ID that the user has; null when the received one is merely in scientific notation */
  idFormatChanged: (received: string, known: string | null) =>
    recordError({ code: 'id_format_changed', params: { received, known } }, valueContext('employee_id', received)),
  /** @param holderId the employee ID of the user who has the e-mail */
  employeeIdConflict: (email: string, received: string | null, holderId: string | null) =>
    recordError({ code: 'employee_id_conflict', params: { email, holderId } }, valueContext('employee_id', received)),
  emailTaken: (email: string) => recordError({ code: 'email_taken', params: { email } }, valueContext('email', email)),
  sharedEmail: (email: string) =>
    recordError({ code: 'duplicate_in_feed', params: { email } }, valueContext('email', email)),
  duplicate: (rows: number) =>
    recordError({ code: 'duplicate_in_feed', params: { rows } }, valueContext('employee_id', null)),
  changedSincePlan: () => recordError({ code: 'changed_since_plan', params: {} }),
  terminationDateIgnored: (received: string) =>
    recordError({ code: 'termination_date_ignored', params: { received } }, valueContext('termination_date', received)),
} as const;

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

/** JSON text of at most 200 characters: the `received` of an error, the sample of a path. */
export const previewValue = (value: unknown): string => {
  const text = toJson(typeof value === 'string' ? value.slice(0, MAX_PREVIEW_LENGTH + 1) : value);
  if (text.length <= MAX_PREVIEW_LENGTH) return text;
  const cut = text.slice(0, MAX_PREVIEW_LENGTH - 1);
  // Half a surrogate pair at the cut would be no valid text for whoever stores it.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
};
