/** Of the JMESPath specification. */
export type ExpressionFaultKind = 'syntax' | 'unknown-function' | 'invalid-arity' | 'invalid-type' | 'invalid-value';

export interface ExpressionFault {
  kind: ExpressionFaultKind;
  message: string;
  /** In the expression, in UTF-16 units from 0, as a text field counts. */
  position: number;
}

/** Carries a fault out of the recursive parser and compiler; `compileExpression` returns it as a value. */
export class ExpressionError extends Error {
  readonly fault: ExpressionFault;
  constructor(kind: ExpressionFaultKind, message: string, position: number) {
    super(message);
    this.fault = { kind, message, position };
  }
}

/** What a valid expression can run into with one payload. Its message is a plain sentence. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly kind: ExpressionFaultKind;
  /** The value that the message is about; undefined where its type says enough. */
  readonly received: unknown;
  constructor(kind: ExpressionFaultKind, message: string, received?: unknown) {
    super(message);
    this.kind = kind;
    this.received = received;
  }
}

export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}
