import { createTheme, type MantineColorsTuple } from '@mantine/core';

const steel: MantineColorsTuple = [
  '#e8f0fa',
  '#d3e2f4',
  '#a8c5e8',
  '#7aa6da',
  '#538bcc',
  '#3576bd',
  '#1d5fa8',
  '#174f8d',
  '#114073',
  '#0c315a',
];

/** The component library's greys, with a little of the rail's green. */
const dark: MantineColorsTuple = [
  '#e5ebe8',
  '#b2c0ba',
  '#93a29c',
  '#5f6e68',
  '#3a4843',
  '#25302c',
  '#19211e',
  '#141a18',
  '#0d1211',
  '#090d0c',
];

/** Dense and quiet: small type, hairlines instead of shadows, one accent. */
export const theme = createTheme({
  fontFamily: 'Inter, system-ui, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  primaryColor: 'steel',
  primaryShade: { light: 6, dark: 7 },
  colors: { steel, dark },
  defaultRadius: 'sm',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.4' },
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { shadow: 'md' } } },
    NumberInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false } },
  },
});
