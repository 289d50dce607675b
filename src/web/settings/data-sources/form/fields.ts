/** One setting of a data source: `name` is its place in the body of PUT, in dotted keys. */
export interface Setting {
  name: string;
  label: string;
  as: 'text' | 'url' | 'number' | 'secret' | 'choice' | 'lines' | 'headers';
  hint?: string;
  required?: boolean;
  options?: readonly (readonly [value: string, word: string])[];
  /** Other settings of its group depend on it. */
  switches?: boolean;
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
  groups(typed: Typed): Group[];
}
