import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { listConnections } from '../../../shared/contract/connections.contract.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import { useCall } from '../../client/use-call.ts';

type Connections = {
  readonly all: readonly Connection[];
  readonly loaded: boolean;
  /** The one that new work goes to. */
  readonly chosen: Connection | undefined;
  readonly choose: (name: string) => void;
  /** The one that the screen in front is about. */
  readonly shown: Connection | undefined;
  readonly show: (name: string | undefined) => void;
};

const ConnectionContext = createContext<Connections | undefined>(undefined);

const REMEMBERED = 'tenant-console.connection';

/** Which deployments there are, and which of them is meant. */
export function ConnectionScope({ children }: { readonly children: ReactNode }) {
  const { data } = useCall(listConnections, {});
  const [wanted, setWanted] = useState(() => localStorage.getItem(REMEMBERED) ?? '');
  const [shownName, show] = useState<string>();
  const choose = useCallback((name: string) => {
    localStorage.setItem(REMEMBERED, name);
    setWanted(name);
  }, []);
  const value = useMemo(() => {
    const all = (data ?? []).map(({ connection }) => connection);
    const named = (name: string | undefined) => all.find((each) => each.name === name);
    const chosen = named(wanted) ?? all[0];
    return { all, loaded: data !== undefined, chosen, choose, shown: named(shownName) ?? chosen, show };
  }, [data, wanted, choose, shownName]);
  return <ConnectionContext value={value}>{children}</ConnectionContext>;
}

export function useConnections(): Connections {
  const connections = use(ConnectionContext);
  if (connections === undefined) throw new Error('There is no connection scope around this component.');
  return connections;
}

/** While this screen is in front, the banner speaks of the connection that the screen is about. */
export function useShownConnection(name: string | undefined): void {
  const { show } = useConnections();
  useEffect(() => {
    show(name);
    return () => show(undefined);
  }, [name, show]);
}
