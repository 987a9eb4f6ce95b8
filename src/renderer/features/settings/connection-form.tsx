import { Button, PasswordInput, SimpleGrid } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { addConnection, type ConnectionView } from '../../../shared/contract/connections.contract.ts';
import { connectionSchema } from '../../../shared/model/connection.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { formOf } from '../../components/schema-form/field-model.ts';
import { problemsFrom } from '../../components/schema-form/form-problems.ts';
import { SchemaForm } from '../../components/schema-form/schema-form.tsx';

type Props = { readonly view?: ConnectionView; readonly onDone: (name: string) => void };

const secretFields = [
  { name: 'password', label: 'Database password' },
  { name: 'mailKey', label: 'Key of the mail service' },
  { name: 'objectsKey', label: 'Token of the file store' },
  { name: 'storeToken', label: 'Token of the secret store' },
] as const;

/** A connection's settings, drawn from its schema, with its secrets beside it: these go into the keychain and nowhere else. */
export function ConnectionForm({ view, onDone }: Props) {
  const queries = useQueryClient();
  const form = useMemo(() => formOf(z.toJSONSchema(connectionSchema, { io: 'input' }) as JsonObject), []);
  const [values, setValues] = useState<JsonObject>(
    (view?.connection as JsonObject | undefined) ?? { model: 'pooled', tls: 'verify-full' },
  );
  const [secrets, setSecrets] = useState({ password: '', mailKey: '', objectsKey: '', storeToken: '' });
  const add = useAct(addConnection, ({ connection }) => {
    refresh(queries, 'connections.', 'overview.');
    onDone(connection.name);
  });
  const submit = (connection: JsonObject) =>
    add.mutate({
      connection: connection as z.input<typeof connectionSchema>,
      ...(secrets.password !== '' && { password: secrets.password }),
      ...(secrets.mailKey !== '' && { mailKey: secrets.mailKey }),
      ...(secrets.objectsKey !== '' && { objectsKey: secrets.objectsKey }),
      ...(secrets.storeToken !== '' && { storeToken: secrets.storeToken }),
    });
  return (
    <SchemaForm
      form={form}
      values={values}
      onChange={setValues}
      onSubmit={submit}
      disabled={add.isPending}
      found={problemsFrom(add.error?.card.details['problems'], 'connection')}
    >
      <SimpleGrid cols={2} spacing="md">
        {secretFields.map(({ name, label }) => (
          <PasswordInput
            key={name}
            label={label}
            description={
              view ? 'Left empty: the one in the keychain stays' : 'Goes into the keychain and nowhere else'
            }
            autoComplete="off"
            value={secrets[name]}
            onChange={({ currentTarget }) => setSecrets({ ...secrets, [name]: currentTarget.value })}
          />
        ))}
      </SimpleGrid>
      {add.error && <ErrorCard error={add.error.card} />}
      <Button type="submit" size="sm" w="fit-content" loading={add.isPending}>
        Save and examine
      </Button>
    </SchemaForm>
  );
}
