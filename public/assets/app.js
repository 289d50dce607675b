// The only hand-written browser script: what attributes cannot say. Nothing here is needed to read a page.

const dialog = () => document.querySelector('#dialog');
const drawer = () => document.querySelector('#drawer');

/** Where focus goes when the drawer or the dialog closes: an ID, because a swap may have replaced the element. */
let opener = null;
const remember = (source) => {
  // A menu closes over what was chosen in it: focus goes back to what opened the menu.
  const menu = source?.closest('details.menu')?.querySelector('summary');
  opener = (menu ?? source)?.id || null;
};
const giveFocusBack = () => {
  if (opener) document.getElementById(opener)?.focus();
  opener = null;
};

// ── Dialog and drawer ──────────────────────────────────────────────────────────────────────────────────────────

document.addEventListener('htmx:before:request', ({ detail }) => {
  const place = detail.ctx.target?.id;
  const opens = (place === 'dialog-body' && !dialog()?.open) || (place === 'drawer' && !drawer()?.firstElementChild);
  if (opens) remember(detail.ctx.sourceElement);
});

document.addEventListener('htmx:after:swap', ({ detail }) => {
  const place = detail.ctx.target?.id;
  const refused = detail.ctx.response?.status >= 400;
  if (place === 'dialog-body' && !refused && !dialog().open) dialog().showModal();
  // Changing a tab leaves focus on the tab.
  if (place === 'drawer' && !refused && !drawer().contains(document.activeElement)) {
    drawer().querySelector('#drawer-title')?.focus();
  }
  refreshTimes();
});

// The server says that the dialog has done its work: HX-Trigger: dialog:close
document.addEventListener('dialog:close', () => dialog()?.close());
// `close` does not bubble.
document.addEventListener(
  'close',
  ({ target }) => {
    if (target.id !== 'dialog') return;
    document.querySelector('#dialog-body').replaceChildren();
    giveFocusBack();
  },
  true,
);

function closeDrawer(link) {
  // Opened by its own address, there is nothing under it yet: follow the link.
  if (!opener) return link.click();
  drawer().replaceChildren();
  history.pushState({ htmx: true }, '', link.href);
  giveFocusBack();
}

// ── Toasts ─────────────────────────────────────────────────────────────────────────────────────────────────────

function toast(message, failed = false) {
  const note = document.createElement('div');
  note.className = failed ? 'toast toast-failed' : 'toast';
  const text = document.createElement('div');
  text.className = 'toast-text';
  text.textContent = message;
  note.append(text);
  document.querySelector('#toasts').append(note);
  setTimeout(() => note.remove(), failed ? 12_000 : 5_000);
}

// HX-Trigger: {"toast":{"message":"Saved"}}
document.addEventListener('toast', ({ detail }) => toast(detail.message));
// The network failed, or took too long; answers with an error status bring their own words.
document.addEventListener('htmx:error', ({ detail }) => {
  if (detail.ctx) toast('Rollcall did not answer. Check your connection, then try again.', true);
  else console.error(detail.error);
});

// ── Pointer ────────────────────────────────────────────────────────────────────────────────────────────────────

document.addEventListener('click', (event) => {
  const { target } = event;
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    const inside = menu.contains(target);
    if (!inside || target.closest('.menu-list a, .menu-list button')) menu.open = false;
  }
  const close = target.closest('[data-drawer-close]');
  // A click that closeDrawer makes itself is not trusted and follows the link.
  if (close && event.isTrusted && opener && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    return closeDrawer(close);
  }
  target.closest('[data-toast-close]')?.closest('.toast')?.remove();
  const copy = target.closest('[data-copy]');
  if (copy) {
    const text = document.querySelector(copy.dataset.copy)?.textContent ?? '';
    navigator.clipboard.writeText(text).then(
      () => toast('Copied'),
      () => toast('The browser does not allow copying here.', true),
    );
    return;
  }
  followRow(event);
});

/** The whole row is its link, but for what is pressed in it and for text that is being selected. */
function followRow(event) {
  const row = event.target.closest('tr[data-row]');
  if (!row || event.target.closest('a, button, input, select, label, summary, details')) return;
  if (!getSelection().isCollapsed) return;
  const link = row.querySelector('.row-link');
  if (event.metaKey || event.ctrlKey) open(link.href, '_blank', 'noopener');
  else link?.click();
}

// What was wrong with a field is not said of what is typed instead.
document.addEventListener('input', ({ target }) => {
  if (target.getAttribute('aria-invalid') !== 'true') return;
  target.removeAttribute('aria-invalid');
  document.getElementById(`${target.name}-error`)?.remove();
});

// ── Keyboard ───────────────────────────────────────────────────────────────────────────────────────────────────

/** j and k walk the rows by focusing their links, so Enter follows by itself. */
function walk(step) {
  const links = [...document.querySelectorAll('tr[data-row] .row-link')];
  if (links.length === 0) return;
  const at = links.findIndex((link) => link.closest('tr').contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next].focus();
  links[next].scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === 'Escape') return closeTopmost(event);
  if (dialog()?.open || event.target.closest('input, textarea, select, expression-editor, [contenteditable]')) return;
  if (event.key === 'j') walk(1);
  else if (event.key === 'k') walk(-1);
  else if (event.key === '/') {
    const search = document.querySelector('[data-search]');
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});

/** Closes the one thing on top: an open menu, else the drawer. An open dialog closes itself. */
function closeTopmost(event) {
  if (dialog()?.open) return;
  const menu = document.querySelector('details.menu[open]');
  if (menu) {
    menu.open = false;
    return menu.querySelector('summary').focus();
  }
  const close = drawer()?.querySelector('[data-drawer-close]');
  if (!close) return;
  event.preventDefault();
  closeDrawer(close);
}

// ── Times ──────────────────────────────────────────────────────────────────────────────────────────────────────

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** The words of src/web/frame/time.tsx, kept true on a page that stays open. */
function agoOf(at) {
  const seconds = Math.round((Date.now() - at) / 1000);
  const [size, unit] =
    [
      [86400, 'd'],
      [3600, 'h'],
      [60, 'min'],
    ].find(([step]) => Math.abs(seconds) >= step) ?? [];
  if (!size) return seconds < -5 ? 'in a moment' : 'just now';
  const words = `${Math.floor(Math.abs(seconds) / size)} ${unit}`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

function refreshTimes() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const at = Date.parse(time.dateTime);
    const utc = `${time.dateTime.slice(0, 19).replace('T', ' ')} UTC`;
    time.title = `${utc}\n${exact.format(at)} here`;
    time.firstElementChild.textContent = agoOf(at);
  }
}

document.addEventListener('DOMContentLoaded', refreshTimes);
setInterval(refreshTimes, 30_000);
