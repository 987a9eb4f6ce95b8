import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProbeUser, ProbeUsers } from '../../src/main/ports/probe-users.port.ts';
import type { Owner, TenantTruth, TruthRow } from '../../src/main/ports/tenant-truth.port.ts';

type Entity = 'clients' | 'notes';
type Row = { no: number; org: string; text: string; client?: number; version: number };
type User = { id: string; email: string; org: string; kind: string; pass: string };
type Answer = { readonly status: number; readonly body?: unknown };

/** What can be wrong with it, one thing at a time. */
export type TinyLeak =
  'item' | 'list' | 'nested' | 'find' | 'count' | 'update' | 'delete' | 'existence' | 'unsigned' | 'clerk';

/** A portal that has nothing in common with PensionPortal: numeric ids, a token in a header, answers in an envelope, memory. */
export class TinyPortal {
  readonly #leak: TinyLeak | undefined;
  readonly #tables: Record<Entity, Map<number, Row>> = { clients: new Map(), notes: new Map() };
  readonly #users = new Map<string, User>();
  readonly #trail: { entityId: string; actorId: string; action: string; org: string }[] = [];
  readonly #next = { clients: 1, notes: 1, version: 1, user: 1 };

  constructor(leak?: TinyLeak) {
    this.#leak = leak;
    for (const org of ['sentinel', 'real', 'fresh'].slice(0, 2)) {
      const mark = org === 'sentinel' ? 'SENTINEL:' : 'Real ';
      const client = this.#add('clients', { org, text: `${mark}client` });
      this.#add('notes', { org, text: `${mark}note`, client: client.no });
    }
  }

  #add(entity: Entity, row: Omit<Row, 'no' | 'version'>): Row {
    const made = { ...row, no: this.#next[entity]++, version: this.#next.version++ };
    this.#tables[entity].set(made.no, made);
    return made;
  }

  async listen(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
    const server = createServer((request, response) => {
      void this.#serve(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body === undefined ? '' : JSON.stringify(body));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }

  async #serve(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://tiny');
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = parse(Buffer.concat(chunks).toString());
    const path = url.pathname.split('/').slice(1).map(decode);
    if (path[1] === 'ping') return { status: 200, body: { result: 'pong' } };
    if (path[1] === 'login') return this.#login(body);
    const user = this.#userOf(String(request.headers['x-session'] ?? ''));
    if (user === undefined || user.kind === 'Disabled') return { status: 403, body: { problem: 'session' } };
    return this.#answer(user, request.method ?? 'GET', path, url.searchParams, body);
  }

  #login({ user: email, pass }: Record<string, unknown>): Answer {
    const user = [...this.#users.values()].find((each) => each.email === email && each.pass === pass);
    if (user === undefined || user.kind === 'Disabled')
      return { status: 403, body: { problem: 'credentials' } };
    const claims = Buffer.from(JSON.stringify({ userId: user.id })).toString('base64url');
    return { status: 200, body: { session: { key: `v1.${claims}.${seal(claims)}` } } };
  }

  #userOf(token: string): User | undefined {
    const [, claims = '', sealed = ''] = token.split('.');
    if (this.#leak !== 'unsigned' && sealed !== seal(claims)) return undefined;
    const { userId } = parse(Buffer.from(claims, 'base64url').toString());
    return this.#users.get(String(userId));
  }

  #answer(
    user: User,
    method: string,
    path: readonly string[],
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): Answer {
    const [, place = '', no, below] = path;
    if (place === 'whoami') return ok({ id: user.id, kind: user.kind, org: user.org });
    if (place === 'summary') return ok({ clients: this.#visible(user, 'clients', 'count').length });
    if (place === 'find') {
      const text = query.get('text') ?? '';
      const found = this.#visible(user, 'clients', 'find').filter((row) =>
        row.text.toLowerCase().includes(text.toLowerCase()),
      );
      return rows(found, found.length);
    }
    if (place !== 'clients' && place !== 'notes') return missing;
    if (below !== undefined)
      return below === 'notes' && place === 'clients' && method !== 'POST'
        ? this.#nested(user, Number(no))
        : missing;
    if (no !== undefined) return this.#item(user, method, place, no, body);
    return method === 'POST' ? this.#create(user, place, body) : this.#list(user, method, place, query);
  }

  #list(user: User, method: string, place: Entity, query: URLSearchParams): Answer {
    if (place === 'notes' || (method !== 'GET' && method !== 'HEAD')) return missing;
    const all = this.#visible(user, place, 'list');
    const number = (name: string, fallback: number) => Math.max(0, Number(query.get(name) ?? fallback) || 0);
    const skip = number('skip', 0);
    return rows(all.slice(skip, skip + number('take', 25)), all.length);
  }

  #visible(user: User, entity: Entity, leak: TinyLeak): readonly Row[] {
    return [...this.#tables[entity].values()].filter(({ org }) => org === user.org || this.#leak === leak);
  }

  #nested(user: User, no: number): Answer {
    const client = this.#find(user, 'clients', String(no), 'nested');
    if (client === undefined) return missing;
    const found = [...this.#tables.notes.values()].filter((row) => row.client === no);
    return rows(found, found.length);
  }

  #find(user: User, entity: Entity, no: string, leak: TinyLeak): Row | undefined {
    const row = /^\d+$/.test(no) ? this.#tables[entity].get(Number(no)) : undefined;
    return row !== undefined && (row.org === user.org || this.#leak === leak) ? row : undefined;
  }

  #item(user: User, method: string, entity: Entity, no: string, body: Record<string, unknown>): Answer {
    if (method === 'GET' || method === 'HEAD') {
      const row = this.#find(user, entity, no, 'item');
      if (row !== undefined) return ok(shown(row));
      const exists = this.#tables[entity].has(Number(no));
      return this.#leak === 'existence' && exists ? { status: 410, body: { problem: 'missing' } } : missing;
    }
    if (user.kind === 'clerk' && this.#leak !== 'clerk') return missing;
    if (method === 'POST') return this.#update(user, entity, no, body);
    return method === 'DELETE' ? this.#remove(user, entity, no) : missing;
  }

  #update(user: User, entity: Entity, no: string, body: Record<string, unknown>): Answer {
    const row = this.#find(user, entity, no, 'update');
    const text = body['title'] ?? body['text'];
    if (row === undefined || typeof text !== 'string') return missing;
    Object.assign(row, { text, version: this.#next.version++ });
    this.#record(user, row, 'row-changed');
    return ok(shown(row));
  }

  #remove(user: User, entity: Entity, no: string): Answer {
    const row = this.#find(user, entity, no, 'delete');
    const hasNotes =
      entity === 'clients' && [...this.#tables.notes.values()].some(({ client }) => client === row?.no);
    if (row === undefined || hasNotes) return missing;
    this.#tables[entity].delete(row.no);
    this.#record(user, row, 'row-removed');
    return { status: 204 };
  }

  #create(user: User, entity: Entity, body: Record<string, unknown>): Answer {
    const text = body['title'] ?? body['text'];
    if (typeof text !== 'string' || user.kind === 'clerk') return missing;
    const client =
      entity === 'notes' ? this.#find(user, 'clients', String(body['client']), 'nested') : undefined;
    if (entity === 'notes' && client === undefined) return missing;
    const row = this.#add(entity, { org: user.org, text, ...(client && { client: client.no }) });
    this.#record(user, row, 'row-added');
    return { status: 201, body: { result: shown(row) } };
  }

  #record(user: User, row: Row, action: string): void {
    this.#trail.push({ entityId: String(row.no), actorId: user.id, action, org: row.org });
  }

  /** The judge over this portal's memory, as another model would have it over its database. */
  truth(): TenantTruth {
    const rowOf = (row: Row): TruthRow => ({
      id: String(row.no),
      version: String(row.version),
      ...(row.client !== undefined && { parentId: String(row.client) }),
    });
    const own = (org: string, entity: string) =>
      [
        ...(
          (this.#tables[entity as Entity] as Map<number, Row> | undefined) ?? new Map<number, Row>()
        ).values(),
      ].filter((row) => row.org === org);
    return {
      entities: ['clients', 'notes'],
      rowsOf: (org, entities, ids) =>
        Promise.resolve(
          new Map(
            entities.map((entity) => [
              entity,
              own(org, entity)
                .map(rowOf)
                .filter(({ id }) => ids?.includes(id) ?? true),
            ]),
          ),
        ),
      countsOf: (org, entities) =>
        Promise.resolve(new Map(entities.map((entity) => [entity, own(org, entity).length]))),
      ownersOf: (asked) => Promise.resolve(asked.flatMap((each) => this.#owners(each))),
      actionsBy: (org, actorIds) =>
        Promise.resolve(this.#trail.filter((each) => each.org === org && actorIds.includes(each.actorId))),
      integrity: () => Promise.resolve([]),
    };
  }

  #owners({ id, entity }: { readonly id: string; readonly entity?: string | undefined }): readonly Owner[] {
    const places = (['clients', 'notes'] as const).filter((each) => entity === undefined || each === entity);
    return places.flatMap((each) => {
      const row = this.#tables[each].get(Number(id));
      return row === undefined
        ? []
        : [
            {
              entity: each,
              id,
              tenantId: row.org,
              ...(row.client !== undefined && { parentId: String(row.client) }),
            },
          ];
    });
  }

  users(): ProbeUsers {
    const add = ({ id, email, tenantId: org, role: kind }: ProbeUser, pass: string) =>
      this.#users.set(id, { id, email, org, kind, pass });
    return {
      newId: () => `user-${this.#next.user++}`,
      create: (users, password) => {
        for (const user of users) add(user, password.reveal());
        return Promise.resolve();
      },
      disable: (id) => Promise.resolve(void Object.assign(this.#users.get(id) ?? {}, { kind: 'Disabled' })),
      resetPassword: (ids, password) => {
        for (const id of ids) Object.assign(this.#users.get(id) ?? {}, { pass: password.reveal() });
        return Promise.resolve();
      },
      remove: (ids) => Promise.resolve(ids.filter((id) => this.#users.delete(id)).length),
      find: (orgs) =>
        Promise.resolve(
          [...this.#users.values()]
            .filter(({ org }) => orgs.includes(org))
            .map(({ id, email, org }) => ({ id, email, tenantId: org })),
        ),
    };
  }
}

const missing: Answer = { status: 404, body: { problem: 'missing' } };
const ok = (result: unknown): Answer => ({ status: 200, body: { result } });
const rows = (found: readonly Row[], count: number): Answer => ok({ rows: found.map(shown), count });
const shown = ({ no, text, client }: Row) => ({ no, text, ...(client !== undefined && { client }) });
const seal = (claims: string): string => createHmac('sha256', 'tiny').update(claims).digest('base64url');

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
