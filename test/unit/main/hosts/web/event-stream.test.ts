import { expect, test } from 'vitest';
import type { EventFeed } from '../../../../../src/main/hosts/event-feed.ts';
import { eventStream } from '../../../../../src/main/hosts/web/event-stream.ts';
import type { ConsoleEvent } from '../../../../../src/shared/contract/events.contract.ts';

/** A feed of one listener that a test speaks through. */
function oneListener() {
  const heard = { left: 0, tell: (_event: ConsoleEvent): void => undefined };
  const feed = {
    follow: (listener: (event: ConsoleEvent) => void) => {
      heard.tell = listener;
      return Promise.resolve(() => void (heard.left += 1));
    },
  } as unknown as EventFeed;
  return { heard, feed };
}

const read = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

test('an event is a frame with its place and its JSON on one line', async () => {
  const { heard, feed } = oneListener();
  const reader = (await eventStream(feed)).getReader();
  heard.tell({ seq: 7, kind: 'lagged' });
  expect(await read(reader)).toBe(': open\n\n');
  expect(await read(reader)).toBe('id: 7\ndata: {"seq":7,"kind":"lagged"}\n\n');
  await reader.cancel();
});

test('a reader that goes away leaves the feed, once', async () => {
  const { heard, feed } = oneListener();
  const stream = await eventStream(feed);
  await stream.cancel();
  heard.tell({ seq: 1, kind: 'lagged' });
  expect(heard.left).toBe(1);
});

test('a reader that does not read is let go instead of filling the memory', async () => {
  const { heard, feed } = oneListener();
  const stream = await eventStream(feed);
  for (let seq = 0; seq < 20_000; seq += 1) heard.tell({ seq, kind: 'lagged' });
  const said = await new Response(stream).text();
  expect(said.match(/\n\n/g)?.length).toBe(10_000);
  expect(heard.left).toBe(1);
});

test('a feed that may not be followed opens no stream', async () => {
  const refusing = { follow: () => Promise.reject(new Error('no')) } as unknown as EventFeed;
  await expect(eventStream(refusing)).rejects.toThrow('no');
});
