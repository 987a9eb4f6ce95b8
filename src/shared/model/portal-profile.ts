import { z } from 'zod';

/**
 * A portal profile: everything the console has to know about a tenant's portal to use it from outside. Another portal is
 * another file, not a code change.
 *
 * Two notations run through it. A *template* holds placeholders in braces: `/api/schemes/{id}`, `"Test {marker}"`; a body
 * string that is one placeholder alone keeps the value's type (`"{employers.id}"` may become a number). A *pointer* names a
 * place in a JSON answer by its keys, `data.items`; empty means the answer itself.
 *
 * Placeholders: `{id}` the object's id · `{<resource>.id}` the id of an object of another resource · `{marker}` a text that
 * occurs nowhere else · `{unique}` eight fresh letters and digits · `{email}` a fresh address · `{term}` a search term ·
 * `{tenantId}` · `{userId}` · `{today}` ISO date · in logins `{email}` and `{password}`, in a password change `{current}` and `{next}`.
 */
const template = z.string().min(1);
const path = template.startsWith('/').describe('Path template from the root, with query if it needs one.');
const pointer = z.string().describe('Keys joined by dots; empty for the answer itself.');
const method = z.string().regex(/^[A-Z]+$/, 'an HTTP method in capitals');
const statuses = z.array(z.int().min(100).max(599)).min(1).readonly();
const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower case, digits and dashes');
const names = z.array(z.string().min(1)).readonly();
const body = z.record(z.string(), z.json()).describe('JSON body template.');

const identity = z
  .strictObject({
    path,
    userId: pointer.optional(),
    role: pointer.optional(),
    tenantId: pointer.optional(),
    mustChangePassword: pointer.optional().describe('Place of a boolean: true until the first own password.'),
  })
  .readonly()
  .describe('Where the portal says who is signed in.');

const authjsLogin = z
  .strictObject({
    kind: z
      .literal('authjs-credentials')
      .describe('Auth.js Credentials provider: CSRF token, form post, cookie.'),
    csrfPath: path.default('/api/auth/csrf'),
    callbackPath: path.default('/api/auth/callback/credentials'),
    emailField: z.string().min(1).default('email'),
    passwordField: z.string().min(1).default('password'),
    sessionCookie: z
      .string()
      .min(1)
      .default('authjs.session-token')
      .describe('Without its __Secure- prefix.'),
    identity: identity.prefault({ path: '/api/auth/session' }),
  })
  .readonly();

const bearerLogin = z
  .strictObject({
    kind: z.literal('json-bearer').describe('JSON post that answers with a token.'),
    path,
    method: method.default('POST'),
    body,
    token: pointer.describe('Place of the token in the answer.'),
    refusal: statuses.default([400, 401, 403]).describe('Statuses that refuse the credentials.'),
    header: z.string().min(1).default('authorization'),
    scheme: z.string().default('Bearer').describe('Word before the token; empty for none.'),
    identity: identity.optional(),
  })
  .readonly();

const passwordChange = z
  .strictObject({
    path,
    method: method.default('POST'),
    body,
    refusal: statuses.default([400, 401, 403, 422]).describe('Statuses that refuse the change.'),
  })
  .readonly();

const list = z
  .strictObject({
    path,
    envelope: pointer.default('').describe('Place of the array.'),
    total: pointer.optional().describe('Place of the count of all rows.'),
    filters: names.default([]).describe('Query parameters that filter by a foreign id or a value.'),
    paging: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('page'), page: z.string(), size: z.string() }).readonly(),
        z.strictObject({ kind: z.literal('offset'), offset: z.string(), limit: z.string() }).readonly(),
        z.strictObject({ kind: z.literal('cursor'), cursor: z.string(), next: pointer }).readonly(),
      ])
      .optional()
      .describe('Names of the paging parameters.'),
  })
  .readonly();

const roleName = z.string().min(1);
const item = z.strictObject({ path, envelope: pointer.default('') }).readonly();
const write = (fallback: string) =>
  z.strictObject({ path, method: method.default(fallback), body, envelope: pointer.default('') }).readonly();

const resource = z
  .strictObject({
    name,
    entity: z
      .string()
      .min(1)
      .describe('Table in the schema map whose rows these are: the owner of an id is looked up there.'),
    idField: z.string().min(1).default('id'),
    parent: z
      .strictObject({
        resource: name,
        field: z.string().min(1).describe('Field of a body that names the parent.'),
      })
      .readonly()
      .optional(),
    list: list.optional(),
    nested: z
      .array(z.strictObject({ parent: name, ...list.unwrap().shape }).readonly())
      .readonly()
      .default([])
      .describe('Lists below a parent, whose id stands in the path as {<parent>.id}.'),
    item: item.optional(),
    create: write('POST').optional(),
    update: write('PATCH').optional(),
    replace: write('PUT').optional(),
    delete: z
      .strictObject({ path, method: method.default('DELETE') })
      .readonly()
      .optional(),
    fileUrl: pointer.optional().describe('Place of a signed download URL in an item.'),
    leastRoles: z
      .strictObject({ read: roleName, create: roleName, update: roleName, delete: roleName })
      .partial()
      .readonly()
      .default({})
      .describe('The lowest role that may; what is left out is not probed by role.'),
  })
  .readonly();

const view = z
  .strictObject({
    name,
    kind: z.enum(['search', 'export', 'aggregate', 'audit']),
    path,
    method: method.default('GET'),
    body: body.optional(),
    envelope: pointer.default(''),
    leastRole: roleName.optional(),
    counts: z
      .record(name, pointer)
      .readonly()
      .default({})
      .describe('Places of numbers, each by the resource whose rows it counts.'),
  })
  .readonly()
  .describe('An answer over many resources at once. A search has {term} in its path or body.');

const assistant = z.strictObject({ path, method: method.default('POST'), body, answer: pointer }).readonly();

const role = z
  .strictObject({
    name: z.string().min(1),
    scope: z.enum(['system', 'tenant', 'parent', 'self']).describe('How far the role sees.'),
    readOnly: z.boolean().default(false),
    boundTo: name
      .optional()
      .describe('Resource of the one object that the role sees, with what hangs below it.'),
  })
  .readonly();

type Fault = readonly [path: readonly (string | number)[], message: string];
type Named = { readonly name: string };
type Checked = {
  readonly resources: readonly (Named & {
    readonly parent?: { readonly resource: string } | undefined;
    readonly nested: readonly { readonly parent: string }[];
    readonly create?: unknown;
    readonly delete?: unknown;
  })[];
  readonly roles: readonly Named[];
  readonly tenantAdminRole: string;
};

/** What no single field can tell: names that point at each other. */
function faultsOf({ resources, roles, tenantAdminRole }: Checked): readonly Fault[] {
  const faults = resources.flatMap(
    ({ name: own, parent, nested, create, delete: removal }, index): readonly Fault[] => {
      const earlier = resources.slice(0, index).map((each) => each.name);
      const wanted = [...(parent ? [parent.resource] : []), ...nested.map((each) => each.parent)];
      const missing = wanted.filter((each) => each !== own && !earlier.includes(each));
      return [
        ...missing.map((each): Fault => [['resources', index], `no earlier resource is called ${each}`]),
        ...(create !== undefined && removal === undefined
          ? [
              [
                ['resources', index],
                `${own} can be made, and not removed again: leave its create out`,
              ] as const,
            ]
          : []),
        ...(earlier.includes(own) ? [[['resources', index, 'name'], `${own} occurs twice`] as const] : []),
      ];
    },
  );
  const admin = roles.some((each) => each.name === tenantAdminRole);
  return admin ? faults : [...faults, [['tenantAdminRole'], 'is not among the roles']];
}

export const portalProfile = z
  .strictObject({
    $schema: z.string().optional().describe('Where this schema is, for editors.'),
    name: z.string().min(1).describe('Stands in the report.'),
    version: z.literal(1).describe('Of this format.'),
    login: z
      .discriminatedUnion('kind', [authjsLogin, bearerLogin])
      .describe('How a user signs in, and what the session is.'),
    passwordChange: passwordChange
      .optional()
      .describe('How a signed-in user changes the password; {current} and {next} in the body.'),
    passwordChangeRequired: z
      .strictObject({ path, status: z.int(), pointer, equals: z.string() })
      .readonly()
      .optional()
      .describe('How a GET of this path answers while a forced password change is due.'),
    tenantAnchor: z
      .strictObject({ bodyFields: names, queryFields: names, headers: names })
      .readonly()
      .describe('Names by which a client could try to choose its tenant.'),
    canaryMarkers: names
      .default(['CANARY-'])
      .describe('Text that stands in every field of the canary tenant and nowhere else; case is ignored.'),
    auditWords: z
      .strictObject({
        create: names.default(['creat', 'add', 'new', 'insert', 'enrol']),
        update: names.default(['updat', 'chang', 'edit', 'modif']),
        delete: names.default(['delet', 'remov', 'destroy']),
        signIn: names.default([]).describe('Empty where the trail keeps no sign-ins.'),
        password: names.default([]).describe('Of a changed password; empty where the trail keeps none.'),
      })
      .readonly()
      .prefault({})
      .describe('Parts of words by which an audit row’s action is known; case is ignored.'),
    embedParameters: names
      .default(['include', 'expand'])
      .describe('Query parameters that ask for related objects inside an answer.'),
    roles: z.array(role).readonly().describe('Highest first.'),
    tenantAdminRole: z.string().min(1).describe('Of whom the tenant’s own work is done as.'),
    denial: z
      .strictObject({
        statuses: statuses.default([401, 403, 404]),
        emptyIsDenial: z.boolean().default(true).describe('A 2xx answer without data denies too.'),
        noSession: statuses.default([401]).describe('Refusals for want of a session.'),
      })
      .readonly()
      .prefault({})
      .describe('What counts as a refusal.'),
    resources: z.array(resource).min(1).readonly().describe('Parents before their children.'),
    views: z.array(view).readonly().default([]).describe('Answers over many resources at once.'),
    assistant: assistant.optional().describe('Asked one question; has to answer in words.'),
    anonymousPaths: z.array(path).readonly().default([]).describe('Open to everybody on purpose.'),
    systemPaths: z.array(path).readonly().default([]).describe('For the highest role alone.'),
  })
  .superRefine((profile, context) => {
    for (const [path, message] of faultsOf(profile))
      context.addIssue({ code: 'custom', path: [...path], message });
  })
  .readonly();

export type PortalProfile = z.output<typeof portalProfile>;
/** A profile as a file holds it: what has a default may be left out. */
export type PortalProfileFile = z.input<typeof portalProfile>;
export type PortalResource = PortalProfile['resources'][number];
export type PortalView = PortalProfile['views'][number];
export type PortalLogin = PortalProfile['login'];
