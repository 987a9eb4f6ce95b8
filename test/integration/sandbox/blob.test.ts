import { del, head, issueSignedToken, list, presignUrl, put } from '@vercel/blob';
import { beforeAll, describe, expect, test } from 'vitest';
import { signIn, type PortalClient } from '../../helpers/portal-client.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const text = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

describe('the blob server, through the SDK of Vercel Blob', () => {
  const portal = usePortal();
  const token = () => ({ token: portal().blob.token });
  const write = (pathname: string, body = 'content') =>
    put(pathname, body, { access: 'private', ...token() });

  test('keeps what is put, tells of it, and forgets what is deleted', async () => {
    const { url, pathname } = await write('t1/s1/deed/a.txt', 'hello');
    expect(pathname).toBe('t1/s1/deed/a.txt');
    const found = await head(url, token());
    expect(found).toMatchObject({ pathname, size: 5, url });
    expect(await head(pathname, token())).toEqual(found);
    await del(url, token());
    await expect(head(pathname, token())).rejects.toThrow('does not exist');
    await del(url, token());
  });

  test('lists by prefix, in pages and in folders', async () => {
    for (const name of ['a', 'b', 'c/d']) await write(`list/${name}`);
    const first = await list({ prefix: 'list/', limit: 2, ...token() });
    expect(first).toMatchObject({ hasMore: true, blobs: [{ pathname: 'list/a' }, { pathname: 'list/b' }] });
    const rest = await list({ prefix: 'list/', limit: 2, cursor: first.cursor!, ...token() });
    expect(rest).toMatchObject({ hasMore: false, blobs: [{ pathname: 'list/c/d' }] });
    const folded = await list({ prefix: 'list/', mode: 'folded', ...token() });
    expect(folded).toMatchObject({
      folders: ['list/c/'],
      blobs: [{ pathname: 'list/a' }, { pathname: 'list/b' }],
    });
  });

  test('does not overwrite unless told to, and does not leave its folder', async () => {
    await write('once.txt');
    await expect(write('once.txt')).rejects.toThrow('already exists');
    await put('once.txt', 'again', { access: 'private', allowOverwrite: true, ...token() });
    await expect(write('../outside.txt')).rejects.toThrow('cannot be used');
  });

  test('refuses a token that is not its own, and the token of another store', async () => {
    const forged = portal().blob.token.replace(/_[^_]*$/, '_0000');
    await expect(list({ token: forged })).rejects.toThrow('Access denied');
    const elsewhere = portal().blob.token.replace(/rw_[^_]*/, 'rw_another');
    await expect(list({ token: elsewhere })).rejects.toThrow('Access denied');
  });
});

describe('the signed address of a file', () => {
  const portal = usePortal();
  const pathname = 't/s/deed/signed.txt';
  let signed: URL;

  const sign = async (validUntil: number) => {
    const { token, url } = portal().blob;
    const scope = { pathname, operations: ['get' as const], validUntil, token };
    const { presignedUrl } = await presignUrl(await issueSignedToken(scope), {
      operation: 'get',
      pathname,
      access: 'private',
    });
    const { search } = new URL(presignedUrl);
    return new URL(`${url}/files/${pathname}${search}`);
  };
  const changed = (change: (url: URL) => void) => {
    const url = new URL(signed);
    change(url);
    return url.toString();
  };

  beforeAll(async () => {
    const { token } = portal().blob;
    for (const path of [pathname, 't/s/deed/other.txt'])
      await put(path, 'deed', { access: 'private', token });
    signed = await sign(Date.now() + 60_000);
  });

  test('opens the file without a session', async () => {
    expect(await text(signed.toString())).toEqual({ status: 200, text: 'deed' });
  });

  test.each([
    ['no signature', (url: URL) => (url.search = '')],
    ['another path', (url: URL) => (url.pathname = '/files/t/s/deed/other.txt')],
    ['a path in other spelling', (url: URL) => (url.pathname = '/files/t/s/deed/SIGNED.txt')],
    [
      'a changed signature',
      (url: URL) => {
        url.searchParams.set('vercel-blob-signature', 'A'.repeat(43));
      },
    ],
    [
      'a later expiry',
      (url: URL) => {
        url.searchParams.set('vercel-blob-valid-until', '9999999999999');
      },
    ],
    [
      'a changed delegation',
      (url: URL) => {
        url.searchParams.set('vercel-blob-delegation', `e30.${'A'.repeat(43)}`);
      },
    ],
  ])('does not open with %s', async (_what, change) => {
    expect((await text(changed(change))).status).toBe(403);
  });

  test('does not open once it has expired', async () => {
    const brief = await sign(Date.now() + 150);
    expect((await text(brief.toString())).status).toBe(200);
    await expect.poll(async () => (await text(brief.toString())).status, { timeout: 3000 }).toBe(403);
  });
});

describe('a document of the portal', () => {
  const portal = usePortal();
  let admin: PortalClient;
  let schemeId: string;
  beforeAll(async () => {
    admin = await signIn(portal().portal.url, portal().canary.admin);
    schemeId = ((await admin.get('/api/schemes')).body as { data: { id: string }[] }).data[0]!.id;
  });
  const body = (filename: string) => {
    const contentBase64 = Buffer.from('A deed.').toString('base64');
    return { schemeId, documentType: 'trust-deed', filename, contentType: 'text/plain', contentBase64 };
  };

  test('lies at tenant, scheme, type and name, opens by its address, and goes with its row', async () => {
    const made = await admin.send('POST', '/api/documents', body('deed.txt'));
    const { data } = made.body as { data: { id: string; blobPath: string; size: number } };
    expect(data).toMatchObject({
      blobPath: `${portal().canary.brokerId}/${schemeId}/trust-deed/deed.txt`,
      size: 7,
    });
    const read = (await admin.get(`/api/documents/${data.id}`)).body as { data: { downloadUrl: string } };
    expect(await text(read.data.downloadUrl)).toEqual({ status: 200, text: 'A deed.' });
    expect((await admin.send('POST', '/api/documents', body('deed.txt'))).status).toBe(409);
    expect((await admin.send('DELETE', `/api/documents/${data.id}`)).status).toBe(204);
    expect(portal().blob.store.find(data.blobPath)).toBeUndefined();
  });

  test('cannot be named out of its folder', async () => {
    for (const filename of ['../x', 'a/b', '..', '']) {
      expect((await admin.send('POST', '/api/documents', body(filename))).status).toBe(400);
    }
  });

  test('is there for every seeded row', async () => {
    const rows = await portal().db.selectFrom('documents').select(['blobPath', 'size']).execute();
    expect(rows.length).toBeGreaterThan(5);
    for (const { blobPath, size } of rows)
      expect(portal().blob.store.content(String(blobPath)).byteLength).toBe(size);
  });
});
