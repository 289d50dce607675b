/** The error kinds of the JMESPath specification. */
export type ExpressionFaultKind = 'syntax' | 'unknown-function' | 'invalid-arity' | 'invalid-type' | 'invalid-value';

/** Why an expression cannot be used, known before any payload is seen. */
export interface ExpressionFault {
  kind: ExpressionFaultKind;
  /** One or two plain sentences for the person who wrote the expression. */
  message: string;
  /** Where in the expression, counted in UTF-16 units from 0: what a text field needs to set its cursor. */
  position: number;
}

/** Carries a fault out of the recursive parser; never leaves this folder. */
export class ExpressionError extends Error {
  readonly fault: ExpressionFault;
  constructor(kind: ExpressionFaultKind, message: string, position: number) {
    super(message);
    this.fault = { kind, message, position };
  }
}

/** What a sound expression can still run into with one payload. Its message is a plain sentence. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly kind: ExpressionFaultKind;
  /** The value that the message is about; undefined where a type says all. */
  readonly received: unknown;
  constructor(kind: ExpressionFaultKind, message: string, received?: unknown) {
    super(message);
    this.kind = kind;
    this.received = received;
  }
}

/** The expression asked for more work, or a larger result, than one payload may cost. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}
