import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { appOrigin } from '../../src/main/hosts/desktop/own-page.ts';

const WORLD = 'electron-isolated-world';
const WAY_OUT = '__wayOut';

/** Stands for `app://console` in a browser that does not know the scheme. */
export const PAGE_ORIGIN = 'https://console.test';

/**
 * Electron's part in the isolated world: `require('electron')` with `ipcRenderer` over the binding and `contextBridge` over events of the
 * document that both worlds share, so that nothing but text crosses. It keeps no name in the page.
 */
function isolatedWorld(wayOut: string): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const send = scope[wayOut] as (text: string) => void;
  Reflect.deleteProperty(scope, wayOut);
  const asked = new Map<number, (answer: unknown) => void>();
  const listeners = new Map<string, (...said: unknown[]) => void>();
  let count = 0;
  const post = (message: object): void => send(JSON.stringify(message));
  scope['__electron'] = {
    answer: (id: number, answer: unknown) => asked.get(id)?.(answer),
    push: (channel: string, args: unknown[]) => listeners.get(channel)?.({}, ...args),
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve) => {
        asked.set((count += 1), resolve);
        post({ kind: 'invoke', id: count, channel, args });
      }),
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args }),
    on: (channel: string, listener: (...said: unknown[]) => void) => listeners.set(channel, listener),
  };
  const tell = (type: string, detail: object) =>
    document.dispatchEvent(new CustomEvent(type, { detail: JSON.stringify(detail) }));
  const contextBridge = {
    exposeInMainWorld: (name: string, api: Record<string, (...args: unknown[]) => unknown>) => {
      post({ kind: 'exposed', name, members: Object.keys(api), frozen: Object.isFrozen(api) });
      document.addEventListener('bridge-call', (event) => {
        const { id, member, args } = JSON.parse((event as CustomEvent<string>).detail) as {
          id: number;
          member: string;
          args: unknown[];
        };
        const real = args.map((arg) =>
          typeof arg === 'object' && arg !== null && 'listener' in arg
            ? (said: unknown) => tell('bridge-event', { listener: arg.listener, said })
            : arg,
        );
        const answer = api[member]?.(...real);
        if (typeof answer === 'function')
          document.addEventListener('bridge-undo', (undo) => {
            if ((undo as CustomEvent<string>).detail === String(id)) (answer as () => void)();
          });
        else void Promise.resolve(answer).then((value) => tell('bridge-answer', { id, value }));
      });
      document.addEventListener('bridge-ask', () =>
        tell('bridge-members', { name, members: Object.keys(api) }),
      );
      tell('bridge-members', { name, members: Object.keys(api) });
    },
  };
  scope['require'] = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload may not require ${name}`);
    return { contextBridge, ipcRenderer };
  };
}

/** Electron's part in the page: the functions that the context bridge puts there, and nothing else. */
function mainWorld(): void {
  const answers = new Map<number, (value: unknown) => void>();
  const listeners = new Map<number, (said: unknown) => void>();
  let count = 0;
  const parse = (event: Event): Record<string, unknown> =>
    JSON.parse((event as CustomEvent<string>).detail) as Record<string, unknown>;
  const tell = (type: string, detail: string) => document.dispatchEvent(new CustomEvent(type, { detail }));
  const proxy =
    (member: string) =>
    (...args: unknown[]) => {
      const id = (count += 1);
      const sent = args.map((arg) => {
        if (typeof arg !== 'function') return arg;
        listeners.set(id, arg as (said: unknown) => void);
        return { listener: id };
      });
      const answer = new Promise((resolve) => answers.set(id, resolve));
      tell('bridge-call', JSON.stringify({ id, member, args: sent }));
      return listeners.has(id) ? () => tell('bridge-undo', String(id)) : answer;
    };
  document.addEventListener('bridge-answer', (event) => {
    const { id, value } = parse(event);
    answers.get(id as number)?.(value);
  });
  document.addEventListener('bridge-event', (event) => {
    const { listener, said } = parse(event);
    listeners.get(listener as number)?.(said);
  });
  document.addEventListener('bridge-members', (event) => {
    const { name, members } = parse(event) as { name: string; members: string[] };
    if (Object.hasOwn(globalThis, name)) return;
    const value = Object.freeze(Object.fromEntries(members.map((member) => [member, proxy(member)])));
    Object.defineProperty(globalThis, name, { value, enumerable: true });
  });
  tell('bridge-ask', '');
}

type Exposed = { readonly name: string; readonly members: readonly string[]; readonly frozen: boolean };
type Message =
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | ({ readonly kind: 'exposed' } & Exposed);
type Handler = (event: unknown, ...said: readonly unknown[]) => unknown;

/** The main process's end: what a host registers is what the worlds reach. */
export class TestIpc extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    this.#handlers.set(channel, handler);
  }

  invoke(channel: string, event: unknown, args: readonly unknown[]): unknown {
    return this.#handlers.get(channel)?.(event, ...args);
  }
}

/** A page of Chromium in which the built preload runs in an isolated world, as in Electron's window. */
export class PreloadWindow extends EventEmitter {
  readonly page: Page;
  readonly exposed: Exposed[] = [];
  readonly #cdp: CDPSession;
  readonly #ipc: TestIpc;
  readonly #origins = new Map<number, string>();

  static async open(context: BrowserContext, ipc: TestIpc): Promise<PreloadWindow> {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const window = new PreloadWindow(page, cdp, ipc);
    await window.#prepare();
    return window;
  }

  private constructor(page: Page, cdp: CDPSession, ipc: TestIpc) {
    super();
    this.page = page;
    this.#cdp = cdp;
    this.#ipc = ipc;
  }

  isDestroyed(): boolean {
    return this.page.isClosed();
  }

  /** As `WebContents.send`. */
  send(channel: string, ...args: unknown[]): void {
    for (const context of this.#origins.keys())
      void this.#evaluate(context, `__electron.push(${JSON.stringify(channel)}, ${JSON.stringify(args)})`);
  }

  async #prepare(): Promise<void> {
    const cdp = this.#cdp;
    cdp.on('Runtime.executionContextCreated', ({ context: { id, name, origin } }) => {
      if (name === WORLD) this.#origins.set(id, origin);
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#origins.delete(executionContextId),
    );
    cdp.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
      void this.#hear(JSON.parse(payload) as Message, executionContextId);
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Page.enable');
    await cdp.send('Runtime.addBinding', { name: WAY_OUT, executionContextName: WORLD });
    const preload = readFileSync(resolve('out/preload/index.cjs'), 'utf8');
    const source = `(${isolatedWorld.toString()})(${JSON.stringify(WAY_OUT)});
      ((require, module, exports) => { ${preload}\n })(require, { exports: {} }, {});`;
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${mainWorld.toString()})()` });
  }

  async #hear(message: Message, context: number): Promise<void> {
    const origin = this.#origins.get(context) ?? 'null';
    const senderFrame = { parent: null, origin: origin === PAGE_ORIGIN ? appOrigin : origin };
    const event = { senderFrame, sender: this };
    if (message.kind === 'exposed') this.exposed.push(message);
    else if (message.kind === 'send') this.#ipc.emit(message.channel, event, ...message.args);
    else {
      const answer = await this.#ipc.invoke(message.channel, event, message.args);
      await this.#evaluate(context, `__electron.answer(${message.id}, ${JSON.stringify(answer)})`);
    }
  }

  async #evaluate(contextId: number, expression: string): Promise<void> {
    await this.#cdp.send('Runtime.evaluate', { contextId, expression }).catch((error: unknown) => {
      // The page was closed or went on to another document while the answer was on its way.
      if (!/Cannot find context|has been closed/.test(String(error))) throw error;
    });
  }
}
