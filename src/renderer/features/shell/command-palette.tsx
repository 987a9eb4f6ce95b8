import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { usePaletteGroups, type PaletteGroup } from './palette-actions.ts';

/** Ctrl/Cmd+K: every screen, every action, every tenant, without a mouse. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const groups = usePaletteGroups(query, opened);
  const { field, giveBack } = useFocusAtOnce();
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => {
        setOpened(false);
        giveBack();
      }}
      returnFocus={false}
      shortcut={['mod + K']}
      centered={false}
      yOffset={84}
      maxHeight={420}
      scrollable
      size={580}
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        ref={field}
        aria-label="Search or act"
        placeholder="A tenant’s name, id, e-mail or CRO number, or what you want to do"
        leftSection={<IconSearch size={17} aria-hidden />}
        onKeyDown={({ key }) => {
          if (key === 'Enter') actOnFirst(groups);
        }}
      />
      <Spotlight.ActionsList>
        {groups.map(({ title, actions }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {actions.map(({ id, label, about, act }) => (
              <Spotlight.Action
                key={id}
                label={label}
                onClick={act}
                // The library fades descriptions, which leaves too little contrast on the chosen line.
                styles={{ actionDescription: { color: 'inherit', opacity: 1 } }}
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

/**
 * Takes the focus in the moment the field is there: a key that is pressed right after Ctrl+K must not be lost to the page below,
 * which a transition or the library's own timer would allow. Gives it back to what had it before.
 */
function useFocusAtOnce() {
  const before = useRef<Element | null>(null);
  const field = useCallback((input: HTMLInputElement | null) => {
    if (input === null) return;
    before.current = document.activeElement;
    input.focus();
  }, []);
  const giveBack = () => {
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
  return { field, giveBack };
}

/**
 * Enter means the first thing in the list while none is chosen: results that have just come are not chosen yet, and whoever types
 * fast must not press it in vain.
 */
function actOnFirst([first]: readonly PaletteGroup[]): void {
  if (document.querySelector('.mantine-Spotlight-action[data-selected]') !== null) return;
  first?.actions[0]?.act();
  spotlight.close();
}
