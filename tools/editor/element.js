import { closeBrackets } from '@codemirror/autocomplete';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { completion } from './completion.js';
import { keys } from './keys.js';
import { highlighting, jmespath } from './language.js';
import { theme } from './theme.js';

/** Says that an admin changed an expression: htmx listens to `input` of the text area. */
const typed = () => new Event('input', { bubbles: true });

/**
 * An editor around a plain text area: `<expression-editor><textarea name="…"></textarea></expression-editor>`.
 *
 * It lives in a shadow root, so that its styles are adopted sheets and `style-src 'self'` holds. The text area under it
 * is no longer drawn, yet stays the form's control: its name and value are what is sent, with and without this script.
 */
export class ExpressionEditor extends HTMLElement {
  static formAssociated = true;
  #field = null;
  #view = null;
  #watching = new MutationObserver(() => this.#follow());

  connectedCallback() {
    this.#field ??= this.querySelector('textarea');
    if (!this.#field) return;
    this.#view ??= this.#open(this.#field);
    this.#watching.observe(this.#field, { childList: true, characterData: true, subtree: true, attributes: true });
    const results = this.#results();
    if (results) this.#watching.observe(results, { childList: true, subtree: true });
    this.#follow();
  }

  disconnectedCallback() {
    this.#watching.disconnect();
  }

  formResetCallback() {
    // The text area gets its own value back in the same turn.
    queueMicrotask(() => this.#follow());
  }

  get value() {
    return this.#field?.value ?? '';
  }

  /** Writes an expression as if it was typed. */
  set value(text) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  focus() {
    this.#view?.focus();
  }

  #open(field) {
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const label = field.labels[0];
    label?.addEventListener('click', () => this.focus());
    field.addEventListener('invalid', (event) => {
      event.preventDefault();
      this.focus();
    });
    const written = EditorView.updateListener.of(({ docChanged, state }) => {
      const text = state.doc.toString();
      if (!docChanged || field.value === text) return;
      field.value = text;
      field.dispatchEvent(typed());
    });
    const named = EditorView.contentAttributes.of({
      'aria-label': label?.textContent.trim() ?? 'Expression',
      'aria-required': String(field.required),
      spellcheck: 'false',
      autocorrect: 'off',
      autocapitalize: 'off',
    });
    const extensions = [
      ...[keys, jmespath, highlighting, bracketMatching(), closeBrackets(), completion(this)],
      ...[theme, EditorView.lineWrapping, named, written],
    ];
    return new EditorView({ root, parent: root, state: EditorState.create({ doc: field.value, extensions }) });
  }

  #results() {
    return document.getElementById(`${this.#field.id}-result`);
  }

  /** Takes over what others wrote into the text area, and what the server says of the expression. */
  #follow() {
    const view = this.#view;
    const text = this.#field.value;
    if (view.state.doc.toString() !== text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    }
    const invalid = this.#field.getAttribute('aria-invalid');
    if (invalid) view.contentDOM.setAttribute('aria-invalid', invalid);
    else view.contentDOM.removeAttribute('aria-invalid');
    const described = (this.#field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
    view.contentDOM.ariaDescribedByElements = described.flatMap((id) => document.getElementById(id) ?? []);
    const fault = this.#results()?.querySelector('[data-position]');
    view.dispatch(setDiagnostics(view.state, fault ? [diagnostic(fault, view.state.doc.length)] : []));
  }
}

/** Marks the character at fault; one that is missing at the end is marked at the last one there is. */
function diagnostic(fault, length) {
  const from = Math.max(0, Math.min(Number(fault.dataset.position), length - 1));
  return { from, to: Math.min(from + 1, length), severity: 'error', message: fault.textContent.trim() };
}
