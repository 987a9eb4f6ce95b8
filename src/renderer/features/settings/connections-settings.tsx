import { Button, Drawer, Modal } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import {
  addConnection,
  listConnections,
  type ConnectionView,
} from '../../../shared/contract/connections.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { useMay } from '../shell/identity-context.ts';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionRow } from './connection-row.tsx';
import { Diagnosis } from './diagnosis.tsx';
import classes from './settings.module.css';

type Editing = ConnectionView | 'new' | undefined;

/** The deployments this console can reach, each with its doctor. */
export function ConnectionsSettings() {
  const query = useCall(listConnections, {});
  const mayChange = useMay(addConnection);
  const [editing, setEditing] = useState<Editing>();
  const [examined, setExamined] = useState<string>();
  const examine = (name: string) => {
    setEditing(undefined);
    setExamined(name);
  };
  return (
    <Answered query={query} lines={5}>
      {(connections) => (
        <Panel
          flush
          title="Connections"
          actions={
            mayChange && (
              <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEditing('new')}>
                Add a connection
              </Button>
            )
          }
        >
          {connections.length === 0 && <NoConnection />}
          <ul className={classes['rows']}>
            {connections.map((view) => (
              <li key={view.connection.name}>
                <ConnectionRow
                  view={view}
                  mayChange={mayChange}
                  onEdit={() => setEditing(view)}
                  onExamine={() => examine(view.connection.name)}
                />
              </li>
            ))}
          </ul>
          <EditModal editing={editing} onClose={() => setEditing(undefined)} onDone={examine} />
          <DoctorDrawer examined={examined} onClose={() => setExamined(undefined)} />
        </Panel>
      )}
    </Answered>
  );
}

const NoConnection = () => (
  <EmptyState icon={IconPlugConnected} title="No connection yet">
    Add the deployment that tenants are to be provisioned on. Its doctor says what is missing, and prints the
    GRANTs of a least-privilege role.
  </EmptyState>
);

type EditProps = {
  readonly editing: Editing;
  readonly onClose: () => void;
  readonly onDone: (name: string) => void;
};

const EditModal = ({ editing, onClose, onDone }: EditProps) => (
  <Modal
    opened={editing !== undefined}
    onClose={onClose}
    size="xl"
    title={
      editing === undefined || editing === 'new'
        ? 'Add a connection'
        : `Connection ${editing.connection.name}`
    }
  >
    {editing !== undefined && (
      <ConnectionForm {...(editing !== 'new' && { view: editing })} onDone={onDone} />
    )}
  </Modal>
);

const DoctorDrawer = ({
  examined,
  onClose,
}: {
  readonly examined: string | undefined;
  readonly onClose: () => void;
}) => (
  <Drawer
    opened={examined !== undefined}
    onClose={onClose}
    position="right"
    size={640}
    title={`The doctor on ${examined ?? ''}`}
  >
    {examined !== undefined && <Diagnosis connection={examined} />}
  </Drawer>
);
