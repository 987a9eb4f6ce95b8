import { Button, Radio } from '@mantine/core';
import { useMemo } from 'react';
import { z } from 'zod';
import { revealSecret } from '../../../../shared/contract/runs.contract.ts';
import { shareChannels, type ShareChannel } from '../../../../shared/model/hand-over.ts';
import { useAct } from '../../../client/use-call.ts';
import { ErrorCard } from '../../../components/error-card.tsx';
import { formOf, type GroupField } from '../../../components/schema-form/field-model.ts';
import { problemsFrom } from '../../../components/schema-form/form-problems.ts';
import { SchemaForm } from '../../../components/schema-form/schema-form.tsx';
import { SecretReveal } from '../../../components/secret-reveal.tsx';
import { channelWords } from './channel-words.ts';
import classes from './prompt.module.css';
import type { PromptProps } from './prompt-props.ts';
import { useAnswer } from './use-answer.ts';

const offered = z.array(
  z.object({ channel: z.enum(shareChannels), available: z.boolean(), reason: z.string() }),
);

/** What each channel still needs to be told. */
const needs: Readonly<Record<ShareChannel, string | undefined>> = {
  onepassword: undefined,
  bitwarden: undefined,
  openpgp: 'openpgpKey',
  manual: 'note',
};

/** How the credentials reach the tenant: the channel, what it needs, and the secret to read out where it is done by hand. */
export function HandOverPrompt({ run, prompt, busy, found, onAnswer }: PromptProps) {
  const [values, setValues] = useAnswer(run.runId, prompt.stepId, prompt.defaults ?? {});
  const channel = shareChannels.find((each) => each === values['channel']);
  const form = useMemo(() => formOf(prompt.schema), [prompt.schema]);
  const channels = offered.safeParse(prompt.data?.['channels']).data ?? [];
  return (
    <SchemaForm
      form={onlyFor(form, channel)}
      values={values}
      onChange={setValues}
      onSubmit={onAnswer}
      found={problemsFrom(found)}
      disabled={busy}
      before={
        <Radio.Group
          label="Secure channel"
          required
          value={channel ?? null}
          onChange={(chosen) => setValues({ channel: chosen })}
        >
          <div className={classes['channels']}>
            {channels.map(({ channel: each, available, reason }) => (
              <Radio
                key={each}
                className={classes['channel'] ?? ''}
                value={each}
                disabled={!available || busy}
                label={channelWords[each].title}
                description={available ? channelWords[each].about : reason}
              />
            ))}
          </div>
        </Radio.Group>
      }
    >
      {channel === 'manual' && prompt.canReveal && (
        <RevealPassword runId={run.runId} stepId={prompt.stepId} />
      )}
      <div className={classes['send']}>
        <Button type="submit" size="sm" loading={busy} disabled={channel === undefined}>
          {channel === 'manual' ? 'I have delivered it' : 'Hand over'}
        </Button>
      </div>
    </SchemaForm>
  );
}

/** The channel is chosen above the form; of the rest only what it needs is asked, and that is then needed. */
function onlyFor(form: GroupField, channel: ShareChannel | undefined): GroupField {
  const asked = channel && needs[channel];
  return {
    ...form,
    fields: form.fields
      .filter(({ key }) => key === asked)
      .map((field) => ({ ...field, required: true, ...(field.key === 'openpgpKey' && { lines: 6 }) })),
  };
}

type RevealProps = { readonly runId: string; readonly stepId: string; readonly label?: string };

/** The secret itself. That it was shown is recorded; what it says is not, and is kept nowhere but on the screen. */
export function RevealPassword({ runId, stepId, label = 'temporary password' }: RevealProps) {
  const act = useAct(revealSecret);
  if (act.error) return <ErrorCard error={act.error.card} onRetry={() => act.reset()} />;
  const reveal = async () => {
    // Why there is nothing to show stands in the card above.
    const revealed = await act.mutateAsync({ runId, stepId }).catch(() => undefined);
    if (revealed !== undefined) act.reset();
    return revealed;
  };
  return <SecretReveal label={label} busy={act.isPending} reveal={reveal} />;
}
