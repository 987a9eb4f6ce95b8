import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeLeftovers } from '../../../src/main/isolation/suite/remove-leftovers.ts';
import { troubled, type TroubleKind } from '../../../src/sandbox/control/trouble.ts';
import { openIsolationBench, type IsolationBench } from '../../helpers/isolation.ts';

const SHORT = { timeoutMs: 400, patienceMs: 300, timing: false } as const;

/** A portal that serves `calls` requests and then meets everybody with trouble. */
function trouble() {
  let kind: TroubleKind | undefined;
  let left = 0;
  return {
    after: (calls: number, next: TroubleKind) => {
      kind = next;
      left = calls;
    },
    end: () => (kind = undefined),
    wrap:
      (portal: (request: Request) => Response | Promise<Response>) =>
      (request: Request): Response | Promise<Response> => {
        if (kind === undefined || left-- > 0) return portal(request);
        return troubled(kind, request);
      },
  };
}

describe('a portal that is in trouble', { timeout: 120_000 }, () => {
  const board = trouble();
  let bench: IsolationBench;
  beforeAll(async () => {
    bench = await openIsolationBench({ wrap: board.wrap });
  });
  afterAll(() => bench.close());

  const kinds = ['hang', 'html', 'too-many-requests', 'error', 'redirect-loop', 'huge-body'] as const;

  test.each(kinds)('from the start by %s is inconclusive, with a reason, in bounded time', async (kind) => {
    board.after(0, kind);
    const report = await bench.run(SHORT);
    board.end();
    expect(report.verdict).toBe('inconclusive');
    expect(report.stopped?.code).toMatch(/^E_(PORTAL|SIGN_IN|ISOLATION)/);
    expect(report.ms).toBeLessThan(15_000);
    expect(await probeUsers(bench)).toBe(0);
  });

  test.each(['hang', 'html', 'huge-body'] as const)(
    'midway by %s passes nothing that it did not answer',
    async (kind) => {
      board.after(900, kind);
      const before = process.memoryUsage().rss;
      const report = await bench.run({ ...SHORT, ...(kind !== 'hang' && { timeoutMs: 5_000 }) });
      board.end();
      expect(report.verdict).not.toBe('pass');
      expect(report.counts.inconclusive).toBeGreaterThan(100);
      for (const { verdict, reason } of report.probes)
        if (verdict === 'inconclusive') expect(reason).not.toBe('');
      expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);

      // What could not be removed then is removed by the next check, or on demand, and the canary is as it was.
      await removeLeftovers(bench.ports, { ...bench.target, isNew: false });
      expect(await probeUsers(bench)).toBe(0);
      expect(await marked(bench)).toBe(0);
    },
  );

  test('that is not there, resets, or speaks no HTTPS anybody trusts is inconclusive as well', async () => {
    const server = createTcpServer((socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      for (const url of [`http://127.0.0.1:${port}`, 'http://127.0.0.1:1', `https://127.0.0.1:${port}`]) {
        const portal = bench.ports.openPortal(bench.ports.portal.profile, url);
        const report = await bench.run(SHORT, { portal });
        portal.close();
        expect(report.verdict, url).toBe('inconclusive');
        expect(report.stopped?.code, url).toMatch(/^E_PORTAL_/);
      }
    } finally {
      server.close();
    }
    expect(await probeUsers(bench)).toBe(0);
  });
});

const count = async ({ portal: { db } }: IsolationBench, query: ReturnType<typeof sql<{ count: number }>>) =>
  (await query.execute(db)).rows[0]?.count;

const probeUsers = (bench: IsolationBench) =>
  count(bench, sql`select count(*)::int as count from users where email like '%@probe.invalid'`);

const marked = (bench: IsolationBench) =>
  count(bench, sql`select count(*)::int as count from employers where name like '%console-probe-%'`);
