import { listServers } from '../../../shared/contract/servers.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { Panel } from '../../components/panel.tsx';
import classes from './provision.module.css';

/** The servers that a tenant can be placed on: how full each is, and whether the next one goes there, or why not. */
export function ServersPanel({ connection }: { readonly connection: string }) {
  const servers = useCall(listServers, { connection });
  return (
    <Panel title="Database servers">
      <Answered query={servers} lines={2}>
        {(all) => (
          <ul className={classes['servers']}>
            {all.map(({ name, load, capacity, verdict }) => (
              <li key={name} data-chosen={verdict === 'chosen' || undefined}>
                <span className="mono">{name}</span>
                <span className="tabular">
                  {load} of {capacity}
                </span>
                <span className={classes['verdict']}>{words[verdict] ?? verdict}</span>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}

const words: Readonly<Record<string, string>> = {
  chosen: 'The next tenant goes here',
  'has less room': 'Has no more room than that',
  full: 'Full',
  'not active': 'Not active',
};
