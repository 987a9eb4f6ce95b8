import { setTimeout as wait } from 'node:timers/promises';
import { signIn, type Answer } from '../../../helpers/portal-client.ts';
import {
  bodyFor,
  changeFor,
  holds,
  marker,
  missing,
  textOf,
  type Demonstration,
  type Demonstrations,
  type World,
} from './world.ts';

type Question = { readonly method: string; readonly of: string; readonly path: (id: string) => string };

const get = (of: string, path: (id: string) => string): Question => ({ method: 'GET', of, path });
const policy = get('policies', (id) => `/api/policies/${id}`);
const belowScheme = get('schemes', (id) => `/api/schemes/${id}/kfh`);
const byScheme = get('schemes', (id) => `/api/members?schemeId=${id}`);

const answerOf = ({ admin }: World, { method, of, path }: Question, id: string): Promise<Answer> =>
  method === 'GET'
    ? admin.get(path(id))
    : admin.send(method, path(id), method === 'PATCH' ? changeFor(of) : undefined);

/** Whether answers about a foreign id and about none differ in what is looked at. */
const tellsApart =
  (question: Question, look: (answer: Answer) => unknown): Demonstration =>
  async (world) => {
    const { id } = await world.foreign(question.of);
    const [there, nowhere] = [
      await answerOf(world, question, id),
      await answerOf(world, question, missing(id)),
    ];
    return textOf(look(there)) !== textOf(look(nowhere));
  };

const status = ({ status: given }: Answer): number => given;

const ROUNDS = 7;
const CLEARLY_MS = 15;

/** Whether a foreign id takes clearly longer than none, by the fastest of some rounds each. */
const takesLonger =
  (question: Question): Demonstration =>
  async (world) => {
    const { id } = await world.foreign(question.of);
    const fastest = async (asked: string): Promise<number> => {
      let least = Infinity;
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        await answerOf(world, question, asked);
        least = Math.min(least, performance.now() - start);
      }
      return least;
    };
    return (await fastest(id)) - (await fastest(missing(id))) > CLEARLY_MS;
  };

export const existenceDemonstrations: Demonstrations = {
  'exists-item-status': tellsApart(policy, status),
  'exists-head-status': tellsApart({ ...policy, method: 'HEAD' }, status),
  'exists-item-body': tellsApart(policy, ({ body }) => body),
  'exists-item-length': async (world) => {
    const { id } = await world.foreign('policies');
    const length = async (asked: string) => {
      const headers = { cookie: world.admin.cookie };
      return (await (await fetch(`${world.url}/api/policies/${asked}`, { headers })).text()).length;
    };
    return (await length(id)) !== (await length(missing(id)));
  },
  'exists-item-header': tellsApart(policy, ({ headers }) => headers.get('vary')),
  'exists-item-etag': tellsApart(policy, ({ headers }) => headers.get('etag')),
  'exists-item-time': takesLonger(policy),
  'exists-nested-time': takesLonger(belowScheme),
  'exists-filter-time': takesLonger(byScheme),
  'exists-filter-status': tellsApart(byScheme, status),
  'exists-nested-status': tellsApart(belowScheme, status),
  'exists-patch-status': tellsApart({ ...policy, method: 'PATCH' }, status),
  'exists-delete-status': tellsApart({ ...policy, method: 'DELETE' }, status),
  'exists-put-body': async ({ admin, foreign }) => {
    const { id, schemeId } = await foreign('policies');
    const body = bodyFor('policies', { schemeId });
    const [there, nowhere] = [
      await admin.send('PUT', `/api/policies/${id}`, body),
      await admin.send('PUT', `/api/policies/${missing(id)}`, body),
    ];
    return there.status !== nowhere.status;
  },
  'exists-parent-status': async ({ admin, foreign }) => {
    const { id } = await foreign('schemes');
    const post = (schemeId: string) => admin.send('POST', '/api/policies', bodyFor('policies', { schemeId }));
    return (await post(id)).status !== (await post(missing(id))).status;
  },
};

const fileAt = ({ portal }: World, path: unknown): string => `${portal.blob.url}/files/${String(path)}`;

/** A genuine signed address of an own file. */
async function signedOwn({ admin, own }: World): Promise<URL> {
  const { id } = await own('documents');
  const { data } = (await admin.get(`/api/documents/${id}`)).body as { data: { downloadUrl: string } };
  return new URL(data.downloadUrl);
}

async function foreignFile(world: World): Promise<string> {
  const { data } = (await world.foreignAdmin.get('/api/documents?pageSize=100')).body as {
    data: readonly { readonly blobPath: string }[];
  };
  return fileAt(world, data[0]!.blobPath);
}

const opensWith = (query: string, url: string, method = 'GET') =>
  fetch(query === '' ? url : `${url}?${query}`, { method }).then(({ ok }) => ok);

export const fileDemonstrations: Demonstrations = {
  'file-unsigned': async (world) => opensWith('', await foreignFile(world)),
  'file-unsigned-head': async (world) => opensWith('', await foreignFile(world), 'HEAD'),
  'file-any-signature': async (world) => {
    const signed = await signedOwn(world);
    signed.searchParams.set('vercel-blob-signature', 'A'.repeat(43));
    return (await fetch(signed)).ok;
  },
  'file-path-ignored': async (world) =>
    opensWith((await signedOwn(world)).search.slice(1), await foreignFile(world)),
  'file-expiry-ignored': async (world) => {
    world.portal.change({ urlLivesMs: 150 });
    const signed = await signedOwn(world);
    world.portal.change({ urlLivesMs: 300_000 });
    await wait(160);
    return (await fetch(signed)).ok;
  },
  'file-public-once-read': async (world) => {
    const signed = await signedOwn(world);
    await fetch(signed);
    return opensWith('', signed.origin + signed.pathname);
  },
  'file-exists': async (world) => {
    const there = await foreignFile(world);
    const [one, other] = [await fetch(there), await fetch(`${there}-not`)];
    return one.status !== other.status;
  },
  'file-metadata-item': async ({ admin, foreign }) => {
    const { id } = await foreign('documents');
    return holds(await admin.get(`/api/documents/${id}`), id);
  },
  'file-metadata-list': async ({ admin, foreign }) =>
    holds(await admin.get('/api/documents?pageSize=100'), (await foreign('documents')).id),
  'file-address-in-refusal': async ({ admin, foreign }) => {
    const { id } = await foreign('documents');
    return holds(await admin.get(`/api/documents/${id}`), 'vercel-blob-signature');
  },
};

type Trail = readonly Readonly<Record<string, unknown>>[];

const trailOf = ({ portal }: World, entityId: string, action?: string): Promise<Trail> => {
  const rows = portal.db.selectFrom('audit_logs').selectAll().where('entityId', '=', entityId);
  return (action === undefined ? rows : rows.where('action', '=', action)).execute();
};

async function made({ admin }: World, name: string, body: object): Promise<string> {
  const answer = await admin.send('POST', `/api/${name}`, body);
  return (answer.body as { readonly data: { readonly id: string } }).data.id;
}

async function madeBelowScheme(world: World, name: string): Promise<string> {
  const { id: schemeId } = await world.own('schemes');
  return made(world, name, bodyFor(name, { schemeId }));
}

export const auditDemonstrations: Demonstrations = {
  'audit-create-silent': async (world) =>
    (await trailOf(world, await made(world, 'employers', bodyFor('employers')))).length === 0,
  'audit-delete-silent': async (world) => {
    const id = await made(world, 'employers', bodyFor('employers'));
    await world.admin.send('DELETE', `/api/employers/${id}`);
    return (await trailOf(world, id, 'employer.deleted')).length === 0;
  },
  'audit-update-silent': async (world) => {
    const id = await madeBelowScheme(world, 'members');
    await world.admin.send('PATCH', `/api/members/${id}`, changeFor('members'));
    return (await trailOf(world, id, 'member.updated')).length === 0;
  },
  'audit-upload-silent': async (world) =>
    (await trailOf(world, await madeBelowScheme(world, 'documents'))).length === 0,
  'audit-password-silent': async (world) => {
    const user = await world.newUser(world.tenantId);
    const change = { currentPassword: user.password, newPassword: 'another password of tests' };
    await (await signIn(world.url, user)).send('POST', '/api/account/password', change);
    return (await trailOf(world, user.id, 'user.password-changed')).length === 0;
  },
  'audit-sign-in-silent': async (world) => {
    const user = await world.newUser(world.tenantId);
    await signIn(world.url, user);
    return (await trailOf(world, user.id, 'user.signed-in')).length === 0;
  },
  'audit-wrong-actor': async (world) => {
    const { id: employerId } = await world.own('employers');
    const [row] = await trailOf(world, await made(world, 'schemes', bodyFor('schemes', { employerId })));
    return row?.['actorId'] === 'system';
  },
  'audit-no-tenant': async (world) => {
    const [row] = await trailOf(world, await madeBelowScheme(world, 'policies'));
    return row?.['tenantId'] === null;
  },
  'audit-no-scheme': async (world) => {
    const [row] = await trailOf(world, await madeBelowScheme(world, 'members'));
    return row?.['schemeId'] === null;
  },
  'audit-view-all': othersIn(() => '/api/audit'),
  'audit-view-tenant': othersIn(({ foreignTenantId }) => `/api/audit?tenantId=${foreignTenantId}`),
  'audit-view-actor': othersIn((_world, actorId) => `/api/audit?actorId=${actorId}`),
  'audit-view-page': othersIn(() => '/api/audit?page=2'),
};

/** Whether an audit view shows what the other tenant’s administrator has done right before. */
function othersIn(path: (world: World, actorId: string) => string): Demonstration {
  return async (world) => {
    await world.foreignAdmin.send('POST', '/api/employers', bodyFor('employers'));
    const { userId } = ((await world.foreignAdmin.get('/api/me')).body as { data: { userId: string } }).data;
    return holds(await world.admin.get(path(world, userId)), userId);
  };
}

async function mailAfterEnrolment(world: World) {
  const { id: schemeId } = await world.own('schemes');
  const email = `${marker()}@members.example`;
  const before = world.portal.mail.list().length;
  await made(world, 'members', { ...bodyFor('members', { schemeId }), email });
  const mail = world.portal.mail.list().slice(before)[0];
  return { email, mail };
}

export const functionDemonstrations: Demonstrations = {
  'function-assistant-mute': async ({ admin }) =>
    holds(await admin.send('POST', '/api/assistant', { question: 'What is due next?' }), '"answer":""'),
  'function-mail-unsent': async (world) => (await mailAfterEnrolment(world)).mail === undefined,
  'function-mail-of-others': async (world) => {
    // The first template of all is the canary’s, so the other tenant is the one to notice.
    const theirs = { ...world, admin: world.foreignAdmin, own: world.foreign };
    return textOf((await mailAfterEnrolment(theirs)).mail).includes('CANARY-');
  },
  'function-mail-to-others': async (world) => {
    const { email, mail } = await mailAfterEnrolment(world);
    return !textOf(mail).includes(email);
  },
  'function-create-unkept': async (world) => {
    const { id: employerId } = await world.own('employers');
    const id = await made(world, 'schemes', bodyFor('schemes', { employerId }));
    return (await world.row('schemes', id)) === undefined;
  },
  'function-update-unkept': async (world) => {
    const { id } = await world.own('members');
    const change = changeFor('members');
    await world.admin.send('PATCH', `/api/members/${id}`, change);
    return (await world.row('members', id))?.['lastName'] !== change['lastName'];
  },
};

const staysAfterDelete =
  (name: string, table: string, make: (world: World) => Promise<string>): Demonstration =>
  async (world) => {
    const id = await make(world);
    const { status: told } = await world.admin.send('DELETE', `/api/${name}/${id}`);
    const { status: seen } = await world.admin.get(`/api/${name}/${id}`);
    return told === 204 && seen === 404 && (await world.row(table, id)) !== undefined;
  };

const newAdmin = async (world: World) => {
  const tenantId = await world.newTenant();
  return signIn(world.url, await world.newUser(tenantId));
};

const showsToNew =
  (name: string): Demonstration =>
  async (world) =>
    ((await (await newAdmin(world)).get(`/api/${name}`)).body as { data: readonly unknown[] }).data.length >
    0;

export const otherDemonstrations: Demonstrations = {
  'cleanup-employers-hidden': staysAfterDelete('employers', 'employers', (world) =>
    made(world, 'employers', bodyFor('employers')),
  ),
  'cleanup-contributions-hidden': staysAfterDelete('contributions', 'contributions', async (world) => {
    const { id: memberId } = await world.own('members');
    return made(world, 'contributions', bodyFor('contributions', { memberId }));
  }),
  'cleanup-file-kept': async (world) => {
    const id = await madeBelowScheme(world, 'documents');
    const { blobPath } = (await world.row('documents', id))!;
    await world.admin.send('DELETE', `/api/documents/${id}`);
    return world.portal.blob.store.find(String(blobPath)) !== undefined;
  },
  'cleanup-copy-kept': async (world) => {
    const id = await madeBelowScheme(world, 'policies');
    const { title } = (await world.row('written_policies', id))!;
    await world.admin.send('DELETE', `/api/policies/${id}`);
    return holds(await world.admin.get('/api/policies?pageSize=100'), title);
  },
  'slate-demo-employers': showsToNew('employers'),
  'slate-demo-members': showsToNew('members'),
  'slate-demo-documents': showsToNew('documents'),
  'slate-total': async (world) =>
    ((await (await newAdmin(world)).get('/api/schemes')).body as { total: number }).total > 0,
  'slate-dashboard': async (world) => {
    const { body } = await (await newAdmin(world)).get('/api/dashboard');
    return (body as { data: { counts: { employers: number } } }).data.counts.employers > 0;
  },
  'integrity-member-employer': async (world) => {
    const id = await madeBelowScheme(world, 'members');
    const { employerId, schemeId } = (await world.row('members', id))!;
    return (await world.row('schemes', String(schemeId)))?.['employerId'] !== employerId;
  },
  'integrity-document-path': async (world) => {
    const id = await madeBelowScheme(world, 'documents');
    return !String((await world.row('documents', id))?.['blobPath']).startsWith(world.tenantId);
  },
};
