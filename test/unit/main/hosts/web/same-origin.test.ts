import { describe, expect, test } from 'vitest';
import { isOwnOrigin } from '../../../../../src/main/hosts/web/same-origin.ts';

const PORT = 4242;
type Headers = Readonly<Record<string, string>>;

const judged = (method: string, headers: Headers) =>
  isOwnOrigin({ method, header: (name) => headers[name] }, PORT);

const host = '127.0.0.1:4242';
const origin = 'http://127.0.0.1:4242';

describe('is let through', () => {
  test.each<[string, string, Headers]>([
    ['the typed address', 'GET', { host, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['the page’s own files', 'GET', { host, 'sec-fetch-site': 'same-origin' }],
    ['a browser without fetch metadata', 'GET', { host }],
    ['the page’s own call', 'POST', { host, origin, 'sec-fetch-site': 'same-origin' }],
    ['the IPv6 address', 'POST', { host: '[::1]:4242', origin: 'http://[::1]:4242' }],
    ['localhost', 'POST', { host: 'localhost:4242', origin: 'http://localhost:4242' }],
    [
      'the address as a link in another page',
      'GET',
      { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('%s', (_what, method, headers) => {
    expect(judged(method, headers)).toBe(true);
  });
});

describe('is refused', () => {
  test.each<[string, string, Headers]>([
    ['a foreign name that leads here', 'GET', { host: 'evil.example:4242' }],
    ['a foreign name without a port', 'GET', { host: 'evil.example' }],
    ['a loopback name with another port', 'GET', { host: '127.0.0.1:80' }],
    ['a name that ends in a loopback one', 'GET', { host: 'x.localhost:4242' }],
    ['no name', 'GET', {}],
    ['a call from another site', 'POST', { host, origin: 'https://evil.example' }],
    ['a call from another port', 'POST', { host, origin: 'http://127.0.0.1:9999' }],
    ['a call from another loopback name', 'POST', { host, origin: 'http://localhost:4242' }],
    ['a call from nowhere', 'POST', { host, origin: 'null' }],
    ['a call that does not say from where', 'POST', { host }],
    ['a stream for another origin', 'GET', { host, origin: 'http://localhost:9999' }],
    [
      'a picture in a page of another site',
      'GET',
      { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    ],
    [
      'a picture in a page of another port',
      'GET',
      { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    ],
    [
      'a frame in another page',
      'GET',
      { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    [
      'a form of another page',
      'POST',
      { host, origin: 'https://evil.example', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('%s', (_what, method, headers) => {
    expect(judged(method, headers)).toBe(false);
  });
});
