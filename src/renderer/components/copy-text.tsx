import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-text.module.css';

type Props = {
  readonly text: string;
  /** What it is, for whoever cannot see where it stands: "Run id". */
  readonly label: string;
  /** Show only this many characters; the whole is copied. */
  readonly show?: number;
};

/** An id or a digest: monospaced, and a click copies it. */
export function CopyText({ text, label, show }: Props) {
  const { copied, copy } = useClipboard({ timeout: 1200 });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={classes['copy']}
      data-copied={copied || undefined}
      title={copied ? 'Copied' : text}
      aria-label={`${copied ? 'Copied' : 'Copy'} ${label} ${text}`}
      onClick={(event) => {
        event.stopPropagation();
        copy(text);
      }}
    >
      <span
        className={classes['text']}
        style={show === undefined ? undefined : { maxWidth: `${show + 1}ch` }}
      >
        {text}
      </span>
      <Icon size={13} aria-hidden className={classes['icon']} />
    </button>
  );
}
