import { Button, Drawer, Group, Stack } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { download } from '../../components/download.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { count, wholeTime } from '../../components/format-time.ts';
import { JsonFacts } from '../../components/json-facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { entryWords } from './entry-words.ts';
import { useInclusion } from './use-inclusion.ts';

type Props = { readonly entry: LedgerEntry | undefined; readonly onClose: () => void };

/** One entry as it was signed, and the proof that it stands in the ledger. */
export const EntryDrawer = ({ entry, onClose }: Props) => (
  <Drawer
    opened={entry !== undefined}
    onClose={onClose}
    position="right"
    size={560}
    title={entry && `Entry ${count(entry.index)} · ${entryWords(entry)}`}
  >
    {entry && <EntryDetails key={entry.index} entry={entry} />}
  </Drawer>
);

const EntryDetails = ({ entry }: { readonly entry: LedgerEntry }) => (
  <Stack gap="md">
    <EntryProof entry={entry} />
    <Panel title="As it was signed">
      <Facts
        facts={[
          ['Type', <code key="type">{entry.type}</code>],
          ['Time', wholeTime(entry.time)],
          ['Signed by', <CopyText key="actor" text={entry.actor} label="key id" show={32} />],
          [
            'Run',
            entry.runId && (
              <Link to="/runs/$runId" params={{ runId: entry.runId }}>
                {entry.runId}
              </Link>
            ),
          ],
          [
            'Tenant',
            entry.tenantId && (
              <Link to="/tenants/$tenantId" params={{ tenantId: entry.tenantId }}>
                {entry.tenantId}
              </Link>
            ),
          ],
          ['Leaf hash', <CopyText key="leaf" text={entry.leafHash} label="leaf hash" show={32} />],
        ]}
      />
    </Panel>
    {Object.keys(entry.data).length > 0 && (
      <Panel title="What it says">
        <JsonFacts value={entry.data} />
      </Panel>
    )}
    {entry.details && (
      <Panel title="Sealed details">
        <p style={{ marginTop: 0 }}>
          Personal details are sealed under the tenant’s key. The entry holds only this commitment, so that
          the proof outlives them.
        </p>
        <Facts
          facts={[
            [
              'Commitment',
              <CopyText key="commitment" text={entry.details.commitment} label="commitment" show={32} />,
            ],
            ['Digest', <CopyText key="digest" text={entry.details.digest} label="digest" show={32} />],
          ]}
        />
      </Panel>
    )}
  </Stack>
);

function EntryProof({ entry }: { readonly entry: LedgerEntry }) {
  const { inclusion, proof, prove, busy, error } = useInclusion(entry);
  if (error) return <ErrorCard error={error} onRetry={prove} busy={busy} />;
  if (inclusion === undefined || proof === undefined)
    return (
      <Button
        w="fit-content"
        variant="default"
        loading={busy}
        leftSection={<IconShieldCheck size={15} aria-hidden />}
        onClick={prove}
      >
        Prove that it stands in the ledger
      </Button>
    );
  return (
    <Stack gap="xs">
      <Group gap="sm" role="status">
        <Pill tone={inclusion.proven ? 'good' : 'bad'} dot>
          {inclusion.proven ? 'Proven' : 'Not proven'}
        </Pill>
        {inclusion.proven
          ? `Checked in this window against a tree of ${count(inclusion.size)} entries.`
          : 'Its hash does not lead to the root of the checkpoint. Verify the whole ledger now.'}
      </Group>
      <Facts
        narrow
        facts={[['Root', <CopyText key="root" text={inclusion.root} label="root hash" show={40} />]]}
      />
      <Button
        w="fit-content"
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        onClick={() => download(`entry-${entry.index}.tlog-proof`, proof)}
      >
        Save the proof
      </Button>
    </Stack>
  );
}
