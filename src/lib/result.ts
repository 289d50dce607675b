/** What a step that can be refused returns: a value, or a fault as plain data. Breakage is thrown instead. */
export type Result<Value, Fault> = { ok: true; value: Value } | { ok: false; fault: Fault };

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });
export const fail = <Fault>(fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault });
