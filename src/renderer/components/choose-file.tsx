import { Button, FileButton } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';

type Props = {
  readonly label: string;
  readonly busy?: boolean;
  readonly filled?: boolean;
  readonly onText: (text: string) => void;
};

/** Hands the text of a file that the operator picks. */
export const ChooseFile = ({ label, busy = false, filled = false, onText }: Props) => (
  <FileButton
    accept="application/json,.json"
    onChange={(file) => void file?.text().then(onText)}
    inputProps={{ 'aria-label': label }}
  >
    {({ onClick }) => (
      <Button
        size="sm"
        variant={filled ? 'filled' : 'default'}
        leftSection={<IconFolderOpen size={15} aria-hidden />}
        loading={busy}
        onClick={onClick}
      >
        {label}
      </Button>
    )}
  </FileButton>
);
