import { Drawer } from '@mantine/core';
import type { DigestedPlan } from '../../../shared/model/plan.ts';
import { PlanView } from './plan-view.tsx';
import classes from './plan-drawer.module.css';

type Props = { readonly plan: DigestedPlan | undefined; readonly onClose: () => void };

/** The plan of a run that is not open yet, beside the form that would open it. */
export const PlanDrawer = ({ plan, onClose }: Props) => (
  <Drawer
    opened={plan !== undefined}
    onClose={onClose}
    position="right"
    size={680}
    title="What a run would do now"
  >
    <p className={classes['about']}>
      Nothing is recorded and nothing is changed by looking. The run asks again, with the plan as it is then.
    </p>
    {plan && <PlanView {...plan} />}
  </Drawer>
);
