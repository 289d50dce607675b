import { type CompiledMapping, failedPerson, type MappedPerson } from '../../domain/mapping/mapped-person.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import { type RecordProblem, recordError } from '../../domain/shared/record-error.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

export const strictUtf8Decoder = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A payload that cannot be read gives a person with an error. */
export function mapPayload(mapping: CompiledMapping, bytes: Uint8Array, decoder = strictUtf8Decoder()): MappedPerson {
  const payload = decodePayload(bytes, decoder);
  return payload.ok ? mapping.evaluate(payload.value) : failedPerson(recordError(payload.fault));
}

function decodePayload(bytes: Uint8Array, decoder: TextDecoder): Result<unknown, RecordProblem> {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return fail({ code: 'invalid_utf8', params: {} });
  }
  if (text.trim() === '') return fail({ code: 'data_removed', params: {} });
  try {
    return ok(parsePayload(text));
  } catch (breakage) {
    const reason = breakage instanceof Error ? breakage.message : 'it does not parse';
    return fail({ code: 'invalid_json', params: { reason: reason.slice(0, 120) } });
  }
}
