import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { usePaletteGroups } from './palette-actions.ts';

/** Ctrl/Cmd+K: every screen, every action, every tenant, without a mouse. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query, 90);
  const [opened, setOpened] = useState(false);
  const groups = usePaletteGroups(settled, opened);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      shortcut={['mod + K']}
      centered={false}
      yOffset={84}
      maxHeight={420}
      scrollable
      size={580}
      transitionProps={{ duration: 100 }}
    >
      <Spotlight.Search
        aria-label="Search or act"
        placeholder="A tenant’s name, id, e-mail or CRO number, or what you want to do"
        leftSection={<IconSearch size={17} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ title, actions }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {actions.map(({ id, label, about, act }) => (
              <Spotlight.Action
                key={id}
                label={label}
                onClick={act}
                {...(about !== undefined && { description: about })}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>Nothing is called that.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
