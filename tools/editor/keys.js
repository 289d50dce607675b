import { completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { keymap } from '@codemirror/view';

/** The usual keys. Tab is none of them: it leaves the editor, as it leaves every field. */
export const keys = [history(), keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap])];
