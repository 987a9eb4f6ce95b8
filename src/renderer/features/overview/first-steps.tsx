import { Button, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Panel } from '../../components/panel.tsx';
import { StartSandbox } from '../settings/start-sandbox.tsx';
import classes from './overview-page.module.css';

/** For whoever opens the console for the first time: the way to the first tenant. */
export const FirstSteps = ({ connections }: { readonly connections: number }) => (
  <Panel title="The way to your first tenant">
    <ol className={classes['steps']}>
      <Step
        number={1}
        done={connections > 0}
        title="Have somewhere to provision to"
        about="The sandbox is a whole deployment on this machine: portal, database, mail. Nothing in it is real."
        action={
          <>
            <StartSandbox />
            <Button component={Link} to="/settings/connections" variant="default">
              Add a connection
            </Button>
          </>
        }
      />
      <Step
        number={2}
        done={false}
        title="Provision a tenant"
        about="Fill in who it is, read the plan, and follow the run. You can leave at any point and come back."
        action={
          connections > 0 && (
            <Button component={Link} to="/provision">
              Begin
            </Button>
          )
        }
      />
    </ol>
  </Panel>
);

type StepProps = {
  readonly number: number;
  readonly done: boolean;
  readonly title: string;
  readonly about: string;
  readonly action: ReactNode;
};

const Step = ({ number, done, title, about, action }: StepProps) => (
  <li className={classes['step']} data-done={done || undefined}>
    <span className={classes['number']} aria-label={done ? 'Done' : `Step ${number}`}>
      {done ? <IconCheck size={15} aria-hidden /> : number}
    </span>
    <div>
      <Title order={3}>{title}</Title>
      <div className={classes['soft']}>{about}</div>
    </div>
    <div className={classes['footer']}>{!done && action}</div>
  </li>
);
