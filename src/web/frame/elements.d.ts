import 'hono/jsx';

declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      'expression-editor': { children?: Child };
      'hx-partial': { 'hx-target': string; 'hx-swap'?: string; children?: Child };
    }
  }
}
