import { EditorView } from '@codemirror/view';

/**
 * Types over a selection ourselves. The browser would keep the look of what was there in an inline style, which
 * `style-src 'self'` blocks and reports.
 */
export const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to } = view.state.selection.main;
    if (event.inputType !== 'insertText' || !event.data || from === to || view.composing) return false;
    event.preventDefault();
    const text = event.data;
    const plain = () => ({ ...view.state.replaceSelection(text), userEvent: 'input.type', scrollIntoView: true });
    const insert = () => view.state.update(plain());
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
    if (!taken) view.dispatch(insert());
    return true;
  },
});
