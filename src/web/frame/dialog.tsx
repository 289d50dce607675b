import type { Context } from 'hono';
import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../auth/actor.ts';
import { Icon } from './icons.tsx';
import type { SectionKey } from './navigation.ts';
import { isFragmentRequest, renderFragment, renderPage } from './render.tsx';

/** A dialog over the page with htmx, a separate page without script. */
export interface FormDialog {
  title: string;
  section: SectionKey;
  action: string;
  /** Where to return to without script. */
  cancelUrl: string;
  /** Where "Cancel" would mislead, for example where the form itself cancels a sync. */
  cancelLabel?: string;
  /** The primary one last. They are outside of the form, and refer to it by `form={DIALOG_FORM_ID}`. */
  buttons: Child;
  body: Child;
}

export const DIALOG_FORM_ID = 'question';

export const SubmitButton: FC<PropsWithChildren<{ danger?: boolean; name?: string; value?: string }>> = ({
  danger,
  name,
  value,
  children,
}) => (
  <button
    class={`button ${danger ? 'button-danger' : 'button-primary'}`}
    type="submit"
    form={DIALOG_FORM_ID}
    name={name}
    value={value}
  >
    {children}
  </button>
);

export function renderDialog(c: Context<TenantEnv>, dialog: FormDialog, status: ContentfulStatusCode = 200) {
  return isFragmentRequest(c)
    ? renderFragment(c, <DialogBody dialog={dialog} />, status)
    : renderPage(c, { title: dialog.title, section: dialog.section }, <DialogPage dialog={dialog} />, status);
}

/** Swapped into #dialog-body, which opens the dialog. */
const DialogBody: FC<{ dialog: FormDialog }> = ({
  dialog: { title, action, cancelLabel = 'Cancel', buttons, body },
}) => (
  <>
    <div class="dialog-head">
      <h2 id="dialog-title">{title}</h2>
      <button type="button" class="icon-button" commandfor="dialog" command="close" aria-label="Close">
        <Icon name="cross" />
      </button>
    </div>
    <div class="dialog-content">
      <form class="form" id={DIALOG_FORM_ID} method="post" action={action} hx-post={action} hx-target="#dialog-body">
        {body}
      </form>
    </div>
    <div class="dialog-actions">
      <button type="button" class="button" commandfor="dialog" command="close">
        {cancelLabel}
      </button>
      {buttons}
    </div>
  </>
);

const DialogPage: FC<{ dialog: FormDialog }> = ({
  dialog: { action, cancelUrl, cancelLabel = 'Cancel', buttons, body },
}) => (
  <div class="question">
    {/* No htmx attributes: this page has no dialog to swap the answer into. */}
    <form class="form" id={DIALOG_FORM_ID} method="post" action={action}>
      {body}
    </form>
    <div class="form-actions">
      <a class="button" href={cancelUrl}>
        {cancelLabel}
      </a>
      {buttons}
    </div>
  </div>
);

export function redirectTo(c: Context<TenantEnv>, url: string): Response {
  // htmx would follow a redirect by fetch and swap the page into the dialog.
  if (c.req.header('HX-Request')) return c.body(null, 200, { 'HX-Redirect': url });
  return c.redirect(url, 303);
}

/** Without script the link opens the page of the form. */
export const dialogLink = (href: string) => ({
  href,
  'hx-get': href,
  'hx-target': '#dialog-body',
  'hx-push-url': 'false',
});
