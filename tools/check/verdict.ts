/** What one check found: nothing to say, or the text to print. A warning is printed and does not fail. */
export interface Verdict {
  failed: boolean;
  text: string;
}

export const fine: Verdict = { failed: false, text: '' };
export const failing = (lines: string[]): Verdict =>
  lines.length > 0 ? { failed: true, text: lines.join('\n') } : fine;
export const warning = (lines: string[]): Verdict => ({ failed: false, text: lines.join('\n') });
