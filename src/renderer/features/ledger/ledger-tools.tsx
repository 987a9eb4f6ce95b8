import { Button, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { exportLedger, ledgerCheckpoint, ledgerKey } from '../../../shared/contract/ledger.contract.ts';
import { useAct } from '../../client/use-call.ts';
import { download } from '../../components/download.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { counted } from '../../components/format-time.ts';
import { useMay } from '../shell/identity-context.ts';

type Props = { readonly verify: () => void; readonly busy: boolean };

/** What can be done with the ledger as a whole. */
export function LedgerTools({ verify, busy }: Props) {
  const [exporting, setExporting] = useState(false);
  const mayExport = useMay(exportLedger);
  const checkpoint = useAct(ledgerCheckpoint, (value) => download('checkpoint', value.checkpoint));
  const key = useAct(ledgerKey, (value) => download('verifier-key.txt', `${value.verifierKey}\n`));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label="More for the ledger">
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => checkpoint.mutate({})}>Save the checkpoint</Menu.Item>
          <Menu.Item onClick={() => key.mutate({})}>Save the verifier key</Menu.Item>
          {mayExport && <Menu.Item onClick={() => setExporting(true)}>Export as tiles…</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Button loading={busy} leftSection={<IconShieldCheck size={15} aria-hidden />} onClick={verify}>
        Verify
      </Button>
      <Modal opened={exporting} onClose={() => setExporting(false)} title="Export the ledger as tlog-tiles">
        <ExportForm onDone={() => setExporting(false)} />
      </Modal>
    </>
  );
}

function ExportForm({ onDone }: { readonly onDone: () => void }) {
  const [dir, setDir] = useState('');
  const act = useAct(exportLedger, ({ dir: where, entries, files }) => {
    notifications.show({
      message: `${counted(entries, 'entry', 'entries')} in ${counted(files, 'file')}, in ${where}.`,
      color: 'green',
    });
    onDone();
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ dir: dir.trim() });
      }}
    >
      <Stack gap="sm">
        <TextInput
          data-autofocus
          required
          label="Folder on this machine"
          description="C2SP tlog-tiles: a public format that a foreign verifier can check"
          value={dir}
          onChange={({ currentTarget }) => setDir(currentTarget.value)}
        />
        {act.error && <ErrorCard error={act.error.card} />}
        <Button type="submit" loading={act.isPending} disabled={dir.trim() === ''}>
          Export
        </Button>
      </Stack>
    </form>
  );
}
