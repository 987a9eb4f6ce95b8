import type { RunView } from '../../../shared/model/run.ts';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { RollbackPlan } from './rollback-plan.tsx';
import { counted } from '../../components/format-time.ts';

type Props = {
  readonly run: RunView;
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
};

/** Taking a run back names whom it hits and asks for that name. */
export const RollbackConfirm = ({ run, name, opened, onClose, onConfirm }: Props) => (
  <TypedConfirm
    opened={opened}
    wide
    title="Roll this run back"
    name={name}
    nameLabel="Type the tenant’s name"
    reasonLabel="Why is it rolled back?"
    confirmLabel="Roll back"
    onCancel={onClose}
    onConfirm={onConfirm}
  >
    What the {counted(run.stepsDone, 'finished step')} did on <strong>{run.connection}</strong> (
    {run.environment}) for <strong>{name}</strong> is removed again, last step first. Only what this run can
    prove it made is touched, and the log keeps everything.
    <RollbackPlan runId={run.runId} />
  </TypedConfirm>
);
