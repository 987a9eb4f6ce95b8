import { Button, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { importPolicy, type SelfView } from '../../../shared/contract/identity.contract.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import classes from './welcome.module.css';

/** For a key to which the policy gives no role: what to send to whom, and where to put what comes back. */
export function NoRole({ identity }: { readonly identity: SelfView }) {
  const queries = useQueryClient();
  const take = useAct(importPolicy, () => refresh(queries, 'identity.', 'policy.'));
  const [given, setGiven] = useState({ document: '', signer: '' });
  return (
    <main className={classes['welcome']}>
      <form
        className={classes['card']}
        onSubmit={(event) => {
          event.preventDefault();
          take.mutate(given);
        }}
      >
        <Title order={1}>Your key has no role yet</Title>
        <p className={classes['words']}>
          Send your public key to a superadmin. They give it a role and send back a policy file; paste it
          here.
        </p>
        <Stack gap="sm">
          <CopyText text={identity.publicKey} label="public key" />
          <TextInput
            label="Key id of who signed it"
            description="Told to you by another way than the file itself"
            required
            value={given.signer}
            onChange={({ currentTarget }) => setGiven({ ...given, signer: currentTarget.value.trim() })}
          />
          <Textarea
            label="Policy file"
            required
            autosize
            minRows={4}
            maxRows={10}
            value={given.document}
            onChange={({ currentTarget }) => setGiven({ ...given, document: currentTarget.value })}
          />
          {take.error && <ErrorCard error={take.error.card} />}
          <Button type="submit" size="sm" loading={take.isPending}>
            Take the policy over
          </Button>
        </Stack>
      </form>
    </main>
  );
}
