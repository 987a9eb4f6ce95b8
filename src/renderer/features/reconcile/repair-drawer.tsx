import { Button, Drawer, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { previewRepair, startRepair } from '../../../shared/contract/reconcile.contract.ts';
import type { OrphanKind, OrphanRepair } from '../../../shared/model/orphan.ts';
import { useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { PlanView } from '../run/plan-view.tsx';
import classes from './reconcile.module.css';

type Props = {
  readonly opened: boolean;
  readonly connection: string;
  readonly kind: OrphanKind;
  readonly repair: OrphanRepair;
  /** Those that were chosen; all when there is none. */
  readonly ids: readonly string[];
  readonly onClose: () => void;
};

/** From a wish to a plan that can be read, and from there to a run. */
export const RepairDrawer = (props: Props) => (
  <Drawer
    opened={props.opened}
    onClose={props.onClose}
    position="right"
    size={680}
    title={`Repair: ${props.kind.title}`}
  >
    <RepairForm {...props} />
  </Drawer>
);

type Fields = { readonly to: string; readonly name: string; readonly email: string };

/** What the call is asked, from what was typed. */
const wishOf = ({ connection, kind, repair, ids }: Props, { to, name, email }: Fields) => ({
  ...{ connection, kind: kind.kind, repair },
  ...(ids.length > 0 && { ids: [...ids] }),
  ...(repair === 'attach' && { to: to.trim() }),
  ...(repair === 'recreate-admin' && { admin: { name: name.trim(), email: email.trim() } }),
});

function RepairForm(props: Props) {
  const { kind, repair } = props;
  const go = useNavigate();
  const [fields, setFields] = useState<Fields>({ to: '', name: '', email: '' });
  const [confirming, setConfirming] = useState(false);
  const preview = useAct(previewRepair);
  const start = useAct(startRepair, ({ runId }) => void go({ to: '/runs/$runId', params: { runId } }));
  const failed = preview.error ?? start.error;
  const planned = preview.data;
  return (
    <div className={classes['fields']}>
      <RepairFields
        repair={repair}
        fields={fields}
        onChange={(change) => {
          setFields({ ...fields, ...change });
          preview.reset(); // a plan is of what was typed when it was made
        }}
      />
      <div>
        <Button loading={preview.isPending} onClick={() => preview.mutate(wishOf(props, fields))}>
          Show the plan
        </Button>
      </div>
      {failed && <ErrorCard error={failed.card} />}
      {planned && (
        <>
          <PlanView plan={planned.plan} digest={planned.digest} />
          <div>
            <Button color="red.8" loading={start.isPending} onClick={() => setConfirming(true)}>
              Repair…
            </Button>
          </div>
        </>
      )}
      <TypedConfirm
        opened={confirming}
        title="Repair orphans"
        name={kind.kind}
        nameLabel="Type the kind"
        confirmLabel="Repair"
        onCancel={() => setConfirming(false)}
        onConfirm={() => {
          setConfirming(false);
          start.mutate(wishOf(props, fields));
        }}
      >
        This changes data of <strong>{props.connection}</strong>, all of it or nothing. What this console did
        not make waits for another person’s signature first.
      </TypedConfirm>
    </div>
  );
}

type FieldsProps = {
  readonly repair: OrphanRepair;
  readonly fields: Fields;
  readonly onChange: (change: Partial<Fields>) => void;
};

function RepairFields({ repair, fields, onChange }: FieldsProps) {
  if (repair === 'attach')
    return (
      <TextInput
        required
        label="Id of the parent that they are attached to"
        autoComplete="off"
        spellCheck={false}
        value={fields.to}
        onChange={({ currentTarget }) => onChange({ to: currentTarget.value })}
      />
    );
  if (repair === 'recreate-admin')
    return (
      <>
        <p className={classes['soft']}>One broker at a time: choose it before.</p>
        <TextInput
          required
          label="Full name of the new administrator"
          value={fields.name}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
        <TextInput
          required
          type="email"
          label="E-mail of the new administrator"
          value={fields.email}
          onChange={({ currentTarget }) => onChange({ email: currentTarget.value })}
        />
      </>
    );
  return (
    <p className={classes['soft']}>
      {repair === 'quarantine'
        ? 'They stay where they are and can no longer sign in.'
        : 'Defaults without their broker serve nobody: they are removed.'}
    </p>
  );
}
