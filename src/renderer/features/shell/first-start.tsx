import { Button, Stack, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createIdentity, type SelfView } from '../../../shared/contract/identity.contract.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import classes from './welcome.module.css';

/** The first start asks who the operator is: everything they do will be signed in their name. */
export function FirstStart({ identity }: { readonly identity: SelfView }) {
  const queries = useQueryClient();
  const create = useAct(createIdentity, () => refresh(queries, 'identity.', 'policy.'));
  const [person, setPerson] = useState({ name: '', email: '' });
  return (
    <main className={classes['welcome']}>
      <form
        className={classes['card']}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(person);
        }}
      >
        <Title order={1}>Who are you?</Title>
        <p className={classes['words']}>
          Everything done here is signed with a key of this workstation and kept in a log that nobody can
          change unseen. Say whose key it is.
        </p>
        <Stack gap="sm">
          <TextInput
            label="Full name"
            required
            data-autofocus
            autoFocus
            autoComplete="name"
            value={person.name}
            onChange={({ currentTarget }) => setPerson({ ...person, name: currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            type="email"
            required
            autoComplete="email"
            value={person.email}
            onChange={({ currentTarget }) => setPerson({ ...person, email: currentTarget.value })}
          />
          {create.error && <ErrorCard error={create.error.card} />}
          <Button type="submit" size="sm" loading={create.isPending}>
            Open the console
          </Button>
        </Stack>
        <p className={classes['note']}>
          Your key: <CopyText text={identity.keyId} label="key id" />
          <br />
          {keeping[identity.keychain]}
        </p>
      </form>
    </main>
  );
}

const keeping = {
  system: 'It rests in the keychain of your operating system.',
  vault: 'It rests in a vault that your passphrase opens.',
  'throw-away': 'It rests in a throw-away file: good for the sandbox, refused for everything else.',
} as const;
