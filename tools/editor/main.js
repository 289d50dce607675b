/** What the page of a mapping runs beside htmx: built by `npm run vendor` into one file. */
import { ExpressionEditor } from './element.js';
import { writeOnClick } from './write.js';

customElements.define('expression-editor', ExpressionEditor);
writeOnClick();
