/** In the units that the platform bills. */
export interface Cost {
  d1Calls: number;
  rowsRead: number;
  rowsWritten: number;
  r2Operations: number;
  messages: number;
}

export const zeroCost = (): Cost => ({ d1Calls: 0, rowsRead: 0, rowsWritten: 0, r2Operations: 0, messages: 0 });

export const addCost = (a: Cost, b: Cost): Cost => ({
  d1Calls: a.d1Calls + b.d1Calls,
  rowsRead: a.rowsRead + b.rowsRead,
  rowsWritten: a.rowsWritten + b.rowsWritten,
  r2Operations: a.r2Operations + b.r2Operations,
  messages: a.messages + b.messages,
});
