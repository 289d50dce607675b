/** The field that an admin was in last: where a value pressed in the payload goes. */
let last = null;

const fieldNamed = (name) => document.getElementById(name);

/** Writes an expression into a field as if it was typed, and goes there. */
function write(field, expression) {
  const editor = field.closest('expression-editor');
  const into = editor?.shadowRoot ? editor : field;
  into.value = expression;
  if (into === field) field.dispatchEvent(new Event('input', { bubbles: true }));
  into.focus();
  field.closest('.expression')?.scrollIntoView({ block: 'nearest' });
}

/** Names the field that a press would fill, for those who look at the payload. */
function tell(field) {
  for (const place of document.querySelectorAll('[data-into]')) {
    place.textContent = field.labels[0]?.textContent.trim() ?? field.name;
  }
}

/**
 * Presses that write: `data-path` into the field last focused, `data-expression` into the one that `data-field` names.
 */
export function writeOnClick() {
  document.addEventListener('focusin', ({ target }) => {
    const field = target.closest?.('.expression')?.querySelector('textarea');
    if (!field || field === last) return;
    last = field;
    tell(field);
  });
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest?.('[data-path], [data-expression]');
    if (!pressed) return;
    const { path, expression, field: name } = pressed.dataset;
    const field = name ? fieldNamed(name) : last?.isConnected ? last : document.querySelector('.expression textarea');
    if (!field) return;
    event.preventDefault();
    write(field, path ?? expression);
  });
}
