import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';

export const LostPage = () => (
  <Page title="There is no such screen">
    <EmptyState
      icon={IconMapQuestion}
      title="This address leads nowhere"
      action={
        <Button component={Link} to="/">
          Go to the overview
        </Button>
      }
    >
      It may come from another version of the console.
    </EmptyState>
  </Page>
);
