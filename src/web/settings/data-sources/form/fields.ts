/** One setting of a data source: `name` is its place in the body of PUT, in dotted keys; one that begins with `_` is not in it. */
export interface Setting {
  name: string;
  label: string;
  /** `shown` is only read; a `list` has one value a line; `secret-lines` is a secret of several lines. */
  as: 'text' | 'url' | 'number' | 'secret' | 'secret-lines' | 'choice' | 'lines' | 'list' | 'headers' | 'shown';
  /** What a choice stands for in the body, when not for a text. */
  type?: 'number' | 'boolean';
  hint?: string;
  required?: boolean;
  options?: readonly (readonly [value: string, word: string])[];
  /** Other settings depend on it: those of its group, or of the whole form. */
  switches?: 'group' | 'form';
  /** What an empty one is in the body: left out, unless this says otherwise. */
  empty?: 'null' | 'text';
}

/** Settings that belong together, and are shown anew together. */
export interface Group {
  id: string;
  legend: string;
  settings: Setting[];
}

/** What stands in a form, by name; '' where nothing does. */
export type Typed = (name: string) => string;

/** The form of one kind of data source. */
export interface SourceForm {
  /** Label of the switch that turns it on. */
  toggle: string;
  /** What stands in a form that nobody has filled in. */
  initial: Record<string, string>;
  /** What a form shows of stored settings beside the settings themselves. */
  derived?: (settings: Record<string, unknown>) => Record<string, string>;
  groups(typed: Typed): Group[];
}
