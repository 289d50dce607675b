const MOST_CHARACTERS = 200;
const TOO_DEEP = '(nested too deeply to show)';

const json = (value: unknown): string => {
  // JSON has no infinite number and would say null.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return TOO_DEEP;
  }
};

/** What an expression gave, as JSON text of at most 200 characters, for an error message. */
export const showReceived = (value: unknown): string => {
  const text = json(typeof value === 'string' ? value.slice(0, MOST_CHARACTERS + 1) : value);
  if (text.length <= MOST_CHARACTERS) return text;
  const cut = text.slice(0, MOST_CHARACTERS - 1);
  // Half a surrogate pair at the cut would be no valid text for whoever stores it.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
};
