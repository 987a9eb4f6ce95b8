import { z } from 'zod';

/** What a connection leads to. Production asks for typed confirmation; the sandbox alone may use a throw-away keychain. */
export const environments = ['sandbox', 'staging', 'production'] as const;

export const tlsModes = ['verify-full', 'loopback-plain'] as const;

/** How a deployment keeps its tenants apart. */
export const tenancyModelIds = ['pooled', 'database'] as const;

export const connectionName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, at most 40');

/** Where the tenant's portal answers, and how its new ids look (P3). */
const portalSettings = z.strictObject({
  url: z.url().meta({ title: 'Address' }),
  /** File of a portal profile; the model's built-in profile when left out. */
  profile: z.string().optional().meta({ title: 'File of a portal profile' }),
  /** The standing canary tenant that isolation probes aim at (DESIGN §5). */
  canaryTenantId: z.string().optional().meta({ title: 'Broker id of the canary tenant' }),
});

/** Mail through Resend's API; the key rests in the keychain. */
const mailSettings = z.strictObject({
  apiUrl: z.url().meta({ title: 'Address of the API' }),
  from: z.string().min(3).meta({ title: 'Sender' }),
});

/** Files in a private store of Vercel Blob; the token rests in the keychain. */
const objectSettings = z.strictObject({
  apiUrl: z.url().default('https://vercel.com/api/blob').meta({ title: 'Address of the API' }),
  /** Another host than Vercel's that hands the files out. */
  deliveryUrl: z.url().optional().meta({ title: 'Address that hands files out' }),
});

/** Where the deployment keeps its tenants' connections (D5); the token it asks for rests in the keychain. */
const secretStoreSettings = z
  .strictObject({
    kind: z.enum(['azure-key-vault', 'vault', 'keychain']).meta({
      title: 'Kind',
      'x-titles': {
        'azure-key-vault': 'Azure Key Vault',
        vault: 'HashiCorp Vault or OpenBao, KV version 2',
        keychain: 'Keychain of this workstation',
      },
    }),
    url: z.url().optional().meta({ title: 'Address', 'x-hint': 'Left out for the keychain' }),
    /** Where the KV engine is mounted; `secret` when left out. */
    mount: z.string().optional().meta({ title: 'Mount of the KV engine', 'x-hint': 'Left out: secret' }),
  })
  .refine(({ kind, url }) => kind === 'keychain' || url !== undefined, {
    path: ['url'],
    error: 'a secret store on another machine has an address',
  });

/** A named way to one deployment. Holds no secret: the password rests in the keychain under the connection's name. */
export const connectionSchema = z.strictObject({
  name: connectionName.meta({ 'x-hint': 'Lower-case letters, digits and hyphens' }),
  environment: z.enum(environments),
  model: z
    .enum(tenancyModelIds)
    .default('pooled')
    .meta({
      title: 'Tenancy model',
      'x-titles': { pooled: 'Tenants share a schema', database: 'A database for each tenant' },
    }),
  host: z.string().min(1),
  port: z.int().min(1).max(65535),
  database: z.string().min(1),
  user: z.string().min(1),
  tls: z
    .enum(tlsModes)
    .default('verify-full')
    .meta({
      title: 'TLS',
      'x-titles': { 'verify-full': 'Verified in full', 'loopback-plain': 'None, loopback only' },
    }),
  /** File with the certificate authority to trust; the system's when left out. */
  caFile: z
    .string()
    .optional()
    .meta({ title: 'File of the certificate authority', 'x-hint': 'Left out: the ones of the system' }),
  idFormats: z
    .strictObject({
      tenant: z.enum(['uuid', 'cuid2', 'prefixed-ulid']),
      user: z.enum(['uuid', 'cuid2', 'prefixed-ulid']),
      tenantPrefix: z.string().default('brk_'),
      userPrefix: z.string().default('usr_'),
    })
    .prefault({ tenant: 'prefixed-ulid', user: 'cuid2' })
    .meta({ title: 'Other id formats than the usual ones' }),
  portal: portalSettings.optional(),
  mail: mailSettings.optional().meta({ title: 'Mail service' }),
  objects: objectSettings.optional().meta({ title: 'File store' }),
  /** For a model whose tenants have databases of their own. */
  secretStore: secretStoreSettings.optional().meta({ title: 'Secret store' }),
  /** Folder of the migrations that make a tenant's schema, for the same. */
  migrations: z.string().optional().meta({ title: 'Folder of the tenants’ migrations' }),
});

export type Connection = z.infer<typeof connectionSchema>;
export type Environment = (typeof environments)[number];
