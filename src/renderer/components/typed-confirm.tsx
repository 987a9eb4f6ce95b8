import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

type Props = {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, and to whom. */
  readonly children: ReactNode;
  /** What has to be typed, letter for letter. */
  readonly name: string;
  readonly nameLabel: string;
  /** Asks for a reason of at least three letters when given. */
  readonly reasonLabel?: string;
  readonly confirmLabel: string;
  readonly busy?: boolean;
  /** Holds a list. */
  readonly wide?: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: (reason: string) => void;
};

/** A destructive action: it names what it destroys and asks for that name to be typed. */
export const TypedConfirm = (props: Props) => (
  <Modal
    opened={props.opened}
    onClose={props.onCancel}
    title={props.title}
    {...(props.wide && { size: 640 })}
  >
    {/* Unmounted with the modal, so that what was typed is not there the next time. */}
    <ConfirmForm {...props} />
  </Modal>
);

function ConfirmForm({
  children,
  name,
  nameLabel,
  reasonLabel,
  confirmLabel,
  busy,
  onCancel,
  onConfirm,
}: Props) {
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const ready = typed.trim() === name && (reasonLabel === undefined || reason.trim().length >= 3);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onConfirm(reason.trim());
      }}
    >
      {children}
      {reasonLabel !== undefined && (
        <Textarea
          mt="md"
          autosize
          minRows={2}
          maxLength={500}
          required
          label={reasonLabel}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      )}
      <TextInput
        mt="md"
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        label={nameLabel}
        description={<span className="mono">{name}</span>}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" color="red.8" disabled={!ready} loading={busy ?? false}>
          {confirmLabel}
        </Button>
      </Group>
    </form>
  );
}
