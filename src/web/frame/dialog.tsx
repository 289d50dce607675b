import type { Context } from 'hono';
import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../auth/actor.ts';
import { DialogBody } from './drawer.tsx';
import type { SectionKey } from './navigation.ts';
import { isFragmentRequest, renderFragment, renderPage } from './render.tsx';

/** A question with a form: a dialog over the page for htmx, a page of its own without script. */
export interface FormDialog {
  title: string;
  section: SectionKey;
  /** Where the form is posted. */
  action: string;
  /** Where somebody goes who decides against it. */
  cancelUrl: string;
  /** What deciding against it is called; Cancel, unless something else is to be cancelled. */
  cancelLabel?: string;
  /** The buttons that do something; the primary one last. They name the form: form={QUESTION_FORM}. */
  buttons: Child;
  body: Child;
}

/** The form of a question, for buttons that stand outside it. */
export const DIALOG_FORM_ID = 'question';

/** The button that answers a question. */
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

const DialogForm: FC<{ question: FormDialog }> = ({ question: { action, body } }) => (
  <form class="form" id={DIALOG_FORM_ID} method="post" action={action} hx-post={action} hx-target="#dialog-body">
    {body}
  </form>
);

/** Shows a question; the same one again, with what was wrong, after a refusal. */
export function renderDialog(c: Context<TenantEnv>, question: FormDialog, status: ContentfulStatusCode = 200) {
  const { title, section, cancelUrl, buttons, cancelLabel = 'Cancel' } = question;
  if (isFragmentRequest(c)) {
    const actions = (
      <>
        <button type="button" class="button" commandfor="dialog" command="close">
          {cancelLabel}
        </button>
        {buttons}
      </>
    );
    return renderFragment(
      c,
      <DialogBody title={title} actions={actions}>
        <DialogForm question={question} />
      </DialogBody>,
      status,
    );
  }
  return renderPage(
    c,
    { title, section },
    <div class="question">
      {/* Without a script the form must not speak htmx: it has no dialog to answer into. */}
      <form class="form" id={DIALOG_FORM_ID} method="post" action={question.action}>
        {question.body}
      </form>
      <div class="form-actions">
        <a class="button" href={cancelUrl}>
          {cancelLabel}
        </a>
        {buttons}
      </div>
    </div>,
    status,
  );
}

/** Goes on to a page once something is done: a redirect, said to htmx in its own way. */
export function redirectTo(c: Context<TenantEnv>, url: string): Response {
  // A redirect would be followed inside fetch, and the page swapped into the dialog.
  if (c.req.header('HX-Request')) return c.body(null, 200, { 'HX-Redirect': url });
  return c.redirect(url, 303);
}

/** What opens a dialog: a link that works without a script too. */
export const dialogLink = (href: string) => ({
  href,
  'hx-get': href,
  'hx-target': '#dialog-body',
  'hx-push-url': 'false',
});
