import { expect, test } from 'vitest';
import { webOptions } from '../../../../../src/main/hosts/web/options.ts';

test('without options: a free port, a browser, the home of the environment', () => {
  expect(webOptions([], { TENANT_CONSOLE_HOME: '/somewhere' })).toEqual({
    home: '/somewhere',
    port: 0,
    open: true,
  });
});

test('every option', () => {
  const args = ['--home', '/here', '--port', '8080', '--no-open'];
  expect(webOptions(args, {})).toEqual({ home: '/here', port: 8080, open: false });
});

test.each([['--port', 'x'], ['--port', '70000'], ['--port', '-1'], ['--host', '0.0.0.0'], ['extra']])(
  'refuses %s %s',
  (...args) => {
    expect(() => webOptions(args, {})).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  },
);
