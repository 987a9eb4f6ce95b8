import { Button, Group, Stack, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { examineConnection } from '../../../shared/contract/connections.contract.ts';
import type { Finding } from '../../../shared/model/finding.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import type { Tone } from '../../components/tone.ts';
import classes from './settings.module.css';

const words: Readonly<Record<Finding['verdict'], readonly [Tone, string]>> = {
  ok: ['good', 'Fine'],
  warning: ['warn', 'Warning'],
  refused: ['bad', 'Refused'],
  unknown: ['quiet', 'Unknown'],
};

/** What the doctor found, in plain words, each with what to do. */
export function Diagnosis({ connection }: { readonly connection: string }) {
  const query = useCall(examineConnection, { name: connection }, { fresh: 0 });
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button
          variant="default"
          loading={query.isFetching}
          leftSection={<IconRefresh size={15} aria-hidden />}
          onClick={() => void query.refetch()}
        >
          Examine again
        </Button>
      </Group>
      <Answered query={query} lines={10}>
        {({ findings, grants }) => (
          <>
            <Panel flush>
              <ul className={classes['findings']}>
                {findings.map((finding) => (
                  <FindingRow key={finding.id} finding={finding} />
                ))}
              </ul>
            </Panel>
            {grants !== undefined && (
              <div>
                <Title order={2} mb={8}>
                  GRANTs of a least-privilege role
                </Title>
                <pre className={classes['sql']} tabIndex={0}>
                  {grants}
                </pre>
              </div>
            )}
          </>
        )}
      </Answered>
    </Stack>
  );
}

const FindingRow = ({ finding: { title, verdict, words: seen, fix } }: { readonly finding: Finding }) => (
  <li className={classes['finding']}>
    <div>
      <Pill tone={words[verdict][0]} dot>
        {words[verdict][1]}
      </Pill>
    </div>
    <div>
      <strong>{title}</strong>
      <div>{seen}</div>
      {fix !== undefined && <div className={classes['soft']}>{fix}</div>}
    </div>
  </li>
);
