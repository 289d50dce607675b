/** Breakage is thrown instead. */
export type Result<Value, Fault> = { ok: true; value: Value } | { ok: false; fault: Fault };

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });
export const fail = <Fault>(fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault });

/** For the sentence of a fault. Never a secret. */
export type FaultParams = Record<string, FaultParam | Record<string, FaultParam>[]>;
type FaultParam = string | number | boolean | null | string[];
