import type { CompiledMapping, MappedPerson } from '../../domain/mapping/mapped-person.ts';
import { parsePayload } from '../../domain/mapping/payload.ts';
import type { RecordError } from '../../domain/shared/record-error.ts';

/** Reads payloads as they are stored: UTF-8, or it is none. */
export const strictUtf8Decoder = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads and maps one payload. What is wrong with it is among the errors of the person. */
export function mapPayload(mapping: CompiledMapping, bytes: Uint8Array, decoder = strictUtf8Decoder()): MappedPerson {
  const payload = decodePayload(bytes, decoder);
  return 'error' in payload ? unreadablePerson(payload.error) : mapping.evaluate(payload.value);
}

function decodePayload(bytes: Uint8Array, decoder: TextDecoder): { value: unknown } | { error: RecordError } {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return {
      error: unreadableRecord('invalid_utf8', 'This record is not valid UTF-8 text. Have the data source send UTF-8.'),
    };
  }
  if (text.trim() === '')
    return { error: unreadableRecord('data_removed', 'The personal data of this record was removed.') };
  try {
    return { value: parsePayload(text) };
  } catch (breakage) {
    const said = breakage instanceof Error ? breakage.message : 'it does not parse';
    return {
      error: unreadableRecord(
        'invalid_json',
        `This record is not valid JSON: ${said.slice(0, 120)}. The others were read.`,
      ),
    };
  }
}

const unreadableRecord = (code: 'invalid_utf8' | 'invalid_json' | 'data_removed', message: string): RecordError => ({
  code,
  attribute: null,
  expression: null,
  received: null,
  message,
});

const unreadablePerson = (error: RecordError): MappedPerson => ({
  attributes: {},
  status: null,
  role: null,
  included: true,
  primary: false,
  errors: [error],
});
