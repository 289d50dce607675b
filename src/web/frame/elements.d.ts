import 'hono/jsx';

/** Elements of HTML that htmx and our own script add. */
declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      'expression-editor': { children?: Child };
      'hx-partial': { 'hx-target': string; 'hx-swap'?: string; children?: Child };
    }
  }
}
