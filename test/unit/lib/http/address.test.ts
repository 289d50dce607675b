import { describe, expect, it } from 'vitest';
import { parsePublicUrl, redactedUrl } from '../../../../src/lib/http/address.ts';

const verdict = (url: string, allowPrivate = false) => {
  const read = parsePublicUrl(url, allowPrivate);
  return read.ok ? 'ok' : read.fault.code;
};

describe('the address of a data source', () => {
  it.each([
    'https://hr.example.com/people?x=1',
    'http://8.8.8.8/',
    'https://services1.myworkday.com/ccx/service/report',
    'https://[2606:4700::1111]/',
    'https://[::ffff:8.8.8.8]/',
    'https://localhost.example.com/',
    'https://172.15.0.1/',
    'https://172.32.0.1/',
    'https://100.63.0.1/',
  ])('may be %s', (url) => expect(verdict(url)).toBe('ok'));

  it.each([
    'http://localhost/',
    'http://LOCALHOST:8080/',
    'http://localhost./',
    'http://a.localhost/',
    'http://printer/',
    'http://nas.local/',
    'http://metadata.google.internal/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://①②⑦.⓪.⓪.①/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:0a00:0001::]/',
    'http://[2001:0:1::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
  ])('may not be %s', (url) => {
    expect(verdict(url)).toBe('source_url_private');
    expect(verdict(url, true)).toBe('ok');
  });

  it.each([
    '',
    'hr.example.com/x',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user:pw@example.com/',
    'http://999.1.1.1/',
  ])('cannot be %s', (url) => expect(verdict(url, true)).toBe('source_url_invalid'));

  it('is shown without query values and fragment', () => {
    expect(redactedUrl(new URL('https://a.example/x?key=s3cret&format=json&key=2#frag'))).toBe(
      'https://a.example/x?key=…&format=…',
    );
  });
});
