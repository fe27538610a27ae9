/** The page's colours for charts: read from its style sheet, so that light, dark and print each have one palette. */
export interface Ink {
  readonly text: string;
  readonly quiet: string;
  readonly rule: string;
  readonly surface: string;
  readonly produced: string;
  readonly delivered: string;
  readonly band: string;
  readonly target: string;
  readonly stop: string;
  readonly planned: string;
  readonly font: string;
}

export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    quiet: of('quiet'),
    rule: of('rule'),
    surface: of('surface'),
    produced: of('produced'),
    delivered: of('delivered'),
    band: of('band'),
    target: of('target'),
    stop: of('stop'),
    planned: of('planned'),
    font: style.fontFamily,
  };
}
