import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

/** Calm, slightly violet blue; shade 6 carries white text at 4.9:1. */
const iris: MantineColorsTuple = [
  '#eff0fd',
  '#dee1f9',
  '#bcc2f1',
  '#99a2e9',
  '#7c86e0',
  '#6671d9',
  '#5661cf',
  '#4853b5',
  '#3f499d',
  '#343c80',
];

/** Neutral with a breath of blue; Mantine's dark surfaces are taken from here. */
const dark: MantineColorsTuple = [
  '#e4e5ea',
  '#b9bcc6',
  '#9a9eab',
  '#747987',
  '#383b44',
  '#2a2c34',
  '#1f2127',
  '#16171c',
  '#101115',
  '#0b0c0f',
];

const close = { 'aria-label': 'Close' };

/** The one theme of the console: dense, quiet, one accent. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'iris',
  primaryShade: 6,
  colors: { iris, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, 'SF Mono', Menlo, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.45' },
  defaultRadius: 'md',
  radius: { xs: '0.1875rem', sm: '0.25rem', md: '0.375rem', lg: '0.5rem', xl: '0.75rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.35' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false } },
    Checkbox: { defaultProps: { size: 'sm' } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 320, fz: 'xs' } },
    Modal: {
      defaultProps: {
        closeButtonProps: close,
        centered: true,
        radius: 'lg',
        transitionProps: { duration: 120 },
      },
    },
    Drawer: { defaultProps: { closeButtonProps: close, transitionProps: { duration: 140 } } },
  },
});

/** Text that steps back must still be read: Mantine's own dimmed greys are below 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1c22',
    '--mantine-color-dimmed': '#5d6270',
    '--mantine-color-placeholder': '#6b7080',
    '--mantine-color-default-border': '#dcdee4',
    '--mantine-color-anchor': '#4853b5',
    '--mantine-color-error': '#b42318',
  },
  dark: {
    '--mantine-color-body': '#16171c',
    '--mantine-color-text': '#e4e5ea',
    '--mantine-color-dimmed': '#9ba0ae',
    '--mantine-color-placeholder': '#868b99',
    '--mantine-color-default-border': '#31343d',
    '--mantine-color-anchor': '#a5adf0',
    '--mantine-color-error': '#ff9489',
  },
});
