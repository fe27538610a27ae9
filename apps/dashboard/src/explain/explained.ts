export interface Explained {
  readonly title: string;
  readonly body: readonly HTMLElement[];
}
