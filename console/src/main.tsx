import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './look/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './App';
import { HubError } from './api/client';
import { theme } from './look/theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry: (count, fault) => fault instanceof HubError && fault.isSilence && count < 2,
      refetchOnWindowFocus: true,
    },
  },
});

const colours = localStorageColorSchemeManager({ key: 'trueup.colours' });

createRoot(document.getElementById('root') as HTMLElement).render(
  <QueryClientProvider client={queries}>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colours}>
      <Notifications position="bottom-right" autoClose={6_000} />
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </MantineProvider>
  </QueryClientProvider>,
);
