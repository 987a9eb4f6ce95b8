import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { startWebHost, type WebHost } from '../../src/main/hosts/web/web-host.ts';

export type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type Asking = {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly host?: string;
};

/** One HTTP exchange with exactly these headers: a browser would not let a page set half of them. */
export function exchange(port: number, path: string, asking: Asking = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, host = '127.0.0.1' } = asking;
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers }, (response) => {
      let said = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: said }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** A console with a real ledger in a home of its own, on loopback, with a page of one line. */
export class WebConsole {
  readonly home: string;
  readonly console: Console;
  readonly host: WebHost;
  readonly port: number;
  readonly origin: string;

  static async open(): Promise<WebConsole> {
    const home = mkdtempSync(join(tmpdir(), 'web-console-'));
    const screens = join(home, 'screens');
    mkdirSync(screens);
    writeFileSync(join(screens, 'index.html'), '<title>Tenant Console</title>');
    const console = await openConsole({ home, allowThrowAway: true });
    return new WebConsole(home, console, await startWebHost({ console, screens, port: 0 }));
  }

  private constructor(home: string, console: Console, host: WebHost) {
    this.home = home;
    this.console = console;
    this.host = host;
    this.port = host.port;
    this.origin = `http://127.0.0.1:${host.port}`;
  }

  ask(path: string, asking: Asking = {}): Promise<Answer> {
    return exchange(this.port, path, asking);
  }

  /** Lets one browser in, the way a person does, and answers with its cookie. */
  async letIn(): Promise<string> {
    const { headers } = await this.ask(this.host.address().replace(this.origin, ''));
    return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }

  /** A call as the console's own page makes it. */
  call(cookie: string, name: string, input: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.ask(`/api/call/${name}`, {
      method: 'POST',
      headers: { cookie, origin: this.origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(input),
    });
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.console.close();
    rmSync(this.home, { recursive: true, force: true });
  }
}
