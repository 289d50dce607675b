import { type Fault, type FaultCode, fault } from '../../domain/fault.ts';

/** How reading something of a server ended, when it did not go as wished. */
export type Broken = { is: 'broke'; fault: Fault } | { is: 'unwanted' };
/** How a file ended that came block by block. */
export type Ended = { is: 'whole' } | Broken;

export const broke = (code: FaultCode, message: string, details?: Fault['details']): Broken => ({
  is: 'broke',
  fault: fault(code, message, details),
});
