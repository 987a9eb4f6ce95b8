import { Skeleton } from '@mantine/core';

type Props = { readonly lines: number; readonly height?: number };

/** Holds the place of what is on its way, in the size it will have: nothing jumps when it comes. */
export const LoadingLines = ({ lines, height = 36 }: Props) => (
  <div aria-busy="true" aria-label="Loading">
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} style={{ height, display: 'flex', alignItems: 'center', padding: '0 16px' }}>
        <Skeleton height={10} width={`${[72, 54, 63, 80, 47][line % 5] ?? 60}%`} radius="sm" />
      </div>
    ))}
  </div>
);
