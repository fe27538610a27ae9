const COLOURS = [
  'text',
  'quiet',
  'rule',
  'surface',
  'produced',
  'delivered',
  'band',
  'target',
  'stop',
  'planned',
] as const;

/** The page's colours for charts: read from its style sheet, so that light, dark and print each have one palette. */
export type Ink = Readonly<Record<(typeof COLOURS)[number] | 'font', string>>;

export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const colours = COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()] as const);
  return { ...(Object.fromEntries(colours) as Record<(typeof COLOURS)[number], string>), font: style.fontFamily };
}
