import { beforeEach, describe, expect, test, vi } from 'vitest';
import { carryCalls } from '../../../../../src/main/hosts/desktop/call-channel.ts';
import { carryEvents } from '../../../../../src/main/hosts/desktop/event-channel.ts';
import type { EventFeed } from '../../../../../src/main/hosts/event-feed.ts';
import { channels } from '../../../../../src/shared/contract/index.ts';
import { ok } from '../../../../../src/shared/errors/result.ts';
import { ipcMain as fakeIpc, WebContents } from '../../../../fakes/electron.ts';

vi.mock('electron', () => import('../../../../fakes/electron.ts'));

type Ipc = Parameters<typeof carryCalls>[0] & Parameters<typeof carryEvents>[0];
const ipc = fakeIpc as unknown as Ipc;

const own = { parent: null, origin: 'app://console' };
const strangers = [
  { what: 'a page of another origin', frame: { parent: null, origin: 'https://evil.example' } },
  { what: 'another host of our scheme', frame: { parent: null, origin: 'app://evil' } },
  { what: 'a file', frame: { parent: null, origin: 'file://' } },
  { what: 'an opaque origin', frame: { parent: null, origin: 'null' } },
  { what: 'a frame inside our page', frame: { parent: own, origin: 'app://console' } },
  { what: 'a frame that is gone', frame: null },
];

describe('the call channel', () => {
  const dispatch = vi.fn(() => Promise.resolve(ok('answered')));
  const call = (senderFrame: unknown, ...said: unknown[]) =>
    fakeIpc.handlers.get(channels.call)?.({ senderFrame }, ...said);

  beforeEach(() => {
    dispatch.mockClear();
    carryCalls(ipc, dispatch);
  });

  test('hands a call of the console’s own page to the dispatcher as it is', async () => {
    expect(await call(own, 'runs.list', '{}')).toEqual(ok('answered'));
    expect(dispatch).toHaveBeenCalledWith('runs.list', '{}');
  });

  test.each(strangers)('refuses $what before anything is looked at', async ({ frame }) => {
    expect(await call(frame, 'runs.list', '{}')).toMatchObject({
      ok: false,
      error: { code: 'E_CALLER_FOREIGN' },
    });
    expect(dispatch).not.toHaveBeenCalled();
  });
});

describe('the event channel', () => {
  const leave = vi.fn();
  const follow = vi.fn<EventFeed['follow']>(() => Promise.resolve(leave));
  const report = vi.fn(() => Promise.resolve('ref'));
  let page: WebContents;
  const say = (...said: unknown[]) =>
    fakeIpc.emit(channels.events, { senderFrame: own, sender: page }, ...said);
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    fakeIpc.removeAllListeners();
    for (const fake of [leave, follow, report]) fake.mockClear();
    page = new WebContents();
    carryEvents(ipc, { follow } as unknown as EventFeed, report);
  });

  test('tells each listener of the page under its number', () => {
    say(1, true, 5);
    say(2, true, undefined);
    expect(follow.mock.calls.map(([, after]) => after)).toEqual([5, undefined]);
    follow.mock.calls[1]?.[0]({ seq: 9, kind: 'lagged' });
    expect(page.send.mock.calls).toEqual([[channels.events, 2, { seq: 9, kind: 'lagged' }]]);
  });

  test('leaves when the listener does, and for all when the page is loaded anew or is gone', async () => {
    say(1, true);
    say(1, false);
    say(1, false);
    await settled();
    expect(leave).toHaveBeenCalledTimes(1);
    say(2, true);
    say(3, true);
    page.emit('did-navigate');
    await settled();
    expect(leave).toHaveBeenCalledTimes(3);
    say(4, true);
    page.emit('destroyed');
    await settled();
    expect(leave).toHaveBeenCalledTimes(4);
  });

  test('sends nothing to a page that is gone', () => {
    say(1, true);
    page.destroyed = true;
    follow.mock.calls[0]?.[0]({ seq: 1, kind: 'lagged' });
    expect(page.send).not.toHaveBeenCalled();
  });

  test('has an end to how many may listen, and each number only once', () => {
    for (let listener = 0; listener < 200; listener += 1) say(listener % 100, true);
    expect(follow).toHaveBeenCalledTimes(64);
  });

  test.each(strangers)('does not listen to $what', ({ frame }) => {
    fakeIpc.emit(channels.events, { senderFrame: frame, sender: page }, 1, true);
    expect(follow).not.toHaveBeenCalled();
  });

  test.each([
    [[]],
    [[1]],
    [['1', true]],
    [[1, 'true']],
    [[-1, true]],
    [[1, true, -1]],
    [[1, true, 'x']],
    [[1, true, 0, 0]],
  ])('does not understand %j', (said) => {
    say(...said);
    expect(follow).not.toHaveBeenCalled();
  });

  test('a failure to follow is reported', async () => {
    follow.mockRejectedValueOnce(new Error('no'));
    say(1, true);
    await settled();
    expect(report).toHaveBeenCalledWith(expect.any(Error), channels.events);
  });
});
