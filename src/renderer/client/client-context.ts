import { createContext, use } from 'react';
import type { Client } from './client.ts';

const ClientContext = createContext<Client | undefined>(undefined);

export const ClientProvider = ClientContext.Provider;

/** The way to the console for any component. */
export function useClient(): Client {
  const client = use(ClientContext);
  if (client === undefined) throw new Error('There is no client around this component.');
  return client;
}
