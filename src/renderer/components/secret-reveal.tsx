import { Button, Group, Progress } from '@mantine/core';
import { IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useCountdown } from './countdown.ts';
import classes from './secret-reveal.module.css';

export type Revealed = { readonly secret: string; readonly shownForSeconds: number };

type Props = {
  /** Asks for the secret. It is kept in this component alone, and only until the countdown ends. */
  readonly reveal: () => Promise<Revealed | undefined>;
  readonly label: string;
  readonly busy?: boolean;
};

/** A secret behind a button: shown on purpose, for a counted time, and then gone from screen and clipboard. */
export function SecretReveal({ reveal, label, busy = false }: Props) {
  const [shown, setShown] = useState<Revealed>();
  const [said, setSaid] = useState('');
  const hide = useCallback((word: string) => {
    setShown(undefined);
    setSaid(word);
  }, []);
  return (
    <div className={classes['reveal']}>
      {shown === undefined ? (
        <Group gap="sm">
          <Button
            variant="default"
            loading={busy}
            leftSection={<IconEye size={15} aria-hidden />}
            onClick={() => void reveal().then(setShown)}
          >
            Reveal the {label}
          </Button>
          <span role="status" className={classes['said']}>
            {said}
          </span>
        </Group>
      ) : (
        <Shown {...shown} label={label} onHide={hide} />
      )}
    </div>
  );
}

type ShownProps = Revealed & { readonly label: string; readonly onHide: (said: string) => void };

function Shown({ secret, shownForSeconds, label, onHide }: ShownProps) {
  const [copied, setCopied] = useState(false);
  // Also when the screen is left with the secret still on it.
  useEffect(() => (copied ? () => void clearClipboard() : undefined), [copied]);
  const leave = useCallback(
    () => onHide(copied ? 'Hidden again, and the clipboard is cleared.' : 'Hidden again.'),
    [copied, onHide],
  );
  const { secondsLeft, share } = useCountdown(shownForSeconds, leave);
  return (
    <>
      <output className={classes['secret']} aria-label={label}>
        {secret}
      </output>
      <Progress value={share * 100} size={3} mt={10} aria-label={`${label} is hidden after this time`} />
      <Group gap="xs" mt={10}>
        <Button
          leftSection={<IconCopy size={15} aria-hidden />}
          onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <Button variant="default" leftSection={<IconEyeOff size={15} aria-hidden />} onClick={leave}>
          Hide now
        </Button>
        <span className={`${classes['said'] ?? ''} tabular`}>
          Hidden in {secondsLeft} s{copied ? '; the clipboard is cleared with it' : ''}
        </span>
      </Group>
    </>
  );
}

/** The clipboard can only be overwritten while the page has the focus; otherwise it is as soon as it has. */
async function clearClipboard(): Promise<void> {
  if (!document.hasFocus())
    await new Promise((resume) => globalThis.addEventListener('focus', resume, { once: true }));
  await navigator.clipboard.writeText('');
}
