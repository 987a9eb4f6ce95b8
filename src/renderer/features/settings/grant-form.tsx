import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { grantRoles, type PolicyView } from '../../../shared/contract/identity.contract.ts';
import { offices, roles, type Office, type Role } from '../../../shared/model/role.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';

type Member = PolicyView['identities'][number];
type Props = { readonly member?: Member; readonly onDone: () => void };

/** Gives a key its roles and offices. The change is signed by whoever makes it. */
export function GrantForm({ member, onDone }: Props) {
  const queries = useQueryClient();
  const [person, setPerson] = useState({
    publicKey: member?.publicKey ?? '',
    name: member?.name ?? '',
    email: member?.email ?? '',
  });
  const [given, setGiven] = useState<Given>({ roles: member?.roles ?? [], offices: member?.offices ?? [] });
  const grant = useAct(grantRoles, () => {
    refresh(queries, 'identity.', 'policy.');
    onDone();
  });
  const text = (key: keyof typeof person) => ({
    required: true,
    value: person[key],
    onChange: ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) =>
      setPerson({ ...person, [key]: currentTarget.value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        grant.mutate({ ...person, roles: [...given.roles], offices: [...given.offices] });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Public key"
          description="From the person’s own console: Settings, Identity and keys"
          {...text('publicKey')}
          disabled={member !== undefined}
        />
        <Group grow gap="md">
          <TextInput label="Full name" {...text('name')} />
          <TextInput label="E-mail" type="email" {...text('email')} />
        </Group>
        <GivenBoxes given={given} onGiven={setGiven} />
        {grant.error && <ErrorCard error={grant.error.card} />}
        <Button type="submit" w="fit-content" loading={grant.isPending} disabled={given.roles.length === 0}>
          Sign the change
        </Button>
      </Stack>
    </form>
  );
}

type Given = { readonly roles: readonly Role[]; readonly offices: readonly Office[] };
type BoxesProps = { readonly given: Given; readonly onGiven: (given: Given) => void };

const GivenBoxes = ({ given, onGiven }: BoxesProps) => (
  <>
    <Checkbox.Group
      label="Roles"
      value={[...given.roles]}
      onChange={(value) => onGiven({ ...given, roles: value })}
    >
      <Group mt={6}>
        {roles.map((role) => (
          <Checkbox key={role} value={role} label={role} />
        ))}
      </Group>
    </Checkbox.Group>
    <Checkbox.Group
      label="Offices"
      value={[...given.offices]}
      onChange={(value) => onGiven({ ...given, offices: value })}
    >
      <Group mt={6}>
        {offices.map((office) => (
          <Checkbox key={office} value={office} label={office} />
        ))}
      </Group>
    </Checkbox.Group>
  </>
);
