import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ClientProvider } from './client/client-context.ts';
import type { Client } from './client/client.ts';
import { styleNonce } from './client/style-nonce.ts';
import { router } from './router.tsx';
import { cssVariables, theme } from './styles/theme.ts';

/** Only a person's next act asks again: behind every call may be a database that has just said no. */
const queries = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } });

/** The whole console over one client. */
export const App = ({ client }: { readonly client: Client }) => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={() => styleNonce}
  >
    <Notifications position="bottom-right" autoClose={5000} limit={4} />
    <ClientProvider value={client}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ClientProvider>
  </MantineProvider>
);
