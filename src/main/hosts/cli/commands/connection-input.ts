import { resolve } from 'node:path';
import { z } from 'zod';
import type { InputOf } from '../../../../shared/contract/call.ts';
import type { addConnection } from '../../../../shared/contract/connections.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { connectionSchema } from '../../../../shared/model/connection.ts';
import type { JsonObject } from '../../../../shared/model/json.ts';
import type { Secret } from '../../../../shared/model/secret.ts';
import { givenSecret } from '../global-options.ts';
import { askForm } from '../prompts/form.ts';
import { readSchema } from '../prompts/json-schema.ts';
import type { Session } from '../session.ts';
import { readJson } from './input-file.ts';

export type AddOptions = {
  readonly input?: string;
  readonly environment?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly tls?: string;
  readonly caFile?: string;
  readonly portalUrl?: string;
  readonly portalProfile?: string;
  readonly canary?: string;
  readonly mailUrl?: string;
  readonly mailFrom?: string;
  readonly filesUrl?: string;
  readonly filesFrom?: string;
  readonly model?: string;
  readonly secretStore?: string;
  readonly secretStoreUrl?: string;
  readonly secretStoreMount?: string;
  readonly migrations?: string;
  readonly passwordStdin?: true;
  readonly keepPassword?: true;
};

type Input = InputOf<typeof addConnection>;

/**
 * The connection from a file, from options, or asked for field by field; its secrets from standard input, the environment or the
 * person at the terminal. Errors: `E_USAGE`, `E_INVALID_INPUT`, `E_ANSWER_NEEDED`.
 */
export async function connectionInput(
  session: Session,
  name: string | undefined,
  options: AddOptions,
): Promise<Input> {
  if (options.input === '-' && options.passwordStdin)
    throw new OperatorError('E_USAGE', {
      message: 'Standard input holds either the connection or the password.',
    });
  const connection = { ...(await connectionFacts(session, options)), ...(name !== undefined && { name }) };
  const password = await passwordOf(session, options);
  const mailKey = await secretOf(session, 'TENANT_CONSOLE_MAIL_KEY', 'Key of the mail service');
  const objectsKey = await secretOf(session, 'TENANT_CONSOLE_OBJECTS_KEY', 'Token of the file store');
  const storeToken = await secretOf(session, 'TENANT_CONSOLE_STORE_TOKEN', 'Token of the secret store');
  return {
    connection: connection as Input['connection'],
    ...(password && { password: password.reveal() }),
    ...(mailKey && { mailKey: mailKey.reveal() }),
    ...(objectsKey && { objectsKey: objectsKey.reveal() }),
    ...(storeToken && { storeToken: storeToken.reveal() }),
  };
}

async function connectionFacts({ ask, terminal }: Session, options: AddOptions): Promise<object> {
  if (options.input !== undefined) return z.looseObject({}).parse(await readJson(options.input, terminal));
  if (options.host !== undefined || ask === undefined) return factsOf(options);
  return askForm(ask, readSchema(z.toJSONSchema(connectionSchema, { io: 'input' }) as JsonObject));
}

/** The facts that options give; what is missing is for the check of the call to name. */
function factsOf(options: AddOptions): object {
  const { environment, model, host, port = 5432, database, user, tls, caFile, migrations } = options;
  const {
    portalUrl: url,
    portalProfile: profile,
    canary: canaryTenantId,
    mailUrl: apiUrl,
    mailFrom: from,
  } = options;
  const portal = url === undefined ? undefined : { url, profile, canaryTenantId };
  const mail = apiUrl === undefined ? undefined : { apiUrl, from };
  const objects = objectsOf(options);
  const secretStore = storeOf(options);
  const place = { environment, model, host, port, database, user, tls, caFile };
  return given({
    ...place,
    portal,
    mail,
    objects,
    secretStore,
    migrations: migrations && resolve(migrations),
  });
}

function objectsOf({ filesUrl: apiUrl, filesFrom: deliveryUrl }: AddOptions) {
  if (apiUrl === undefined && deliveryUrl === undefined) return undefined;
  return { ...(apiUrl !== undefined && { apiUrl }), ...(deliveryUrl !== undefined && { deliveryUrl }) };
}

const storeOf = ({ secretStore: kind, secretStoreUrl: url, secretStoreMount: mount }: AddOptions) =>
  kind === undefined ? undefined : given({ kind, url, mount });

const given = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));

async function passwordOf({ ask, terminal }: Session, options: AddOptions): Promise<Secret | undefined> {
  if (options.keepPassword) return undefined;
  const message = 'Password of the database role';
  const source = {
    fromStdin: options.passwordStdin === true,
    variable: 'TENANT_CONSOLE_DB_PASSWORD',
    message,
  };
  const given = (await givenSecret(terminal, ask, source)) ?? (await ask?.secret(message));
  if (given !== undefined) return given;
  throw new OperatorError('E_ANSWER_NEEDED', {
    message: 'No password was given: use --password-stdin, TENANT_CONSOLE_DB_PASSWORD or --keep-password.',
  });
}

const secretOf = ({ ask, terminal }: Session, variable: string, message: string) =>
  givenSecret(terminal, ask, { fromStdin: false, variable, message });
